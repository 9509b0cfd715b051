import { describe, expect, test } from 'vitest';
import { WireRequest } from '../../host/wire/wire-request.ts';
import type { UserModule } from './user-module.ts';
import { wireIn } from './wire-in.ts';

const request = new WireRequest({
  method: 'POST',
  path: '/ingest',
  headers: {},
  body: '{"events":[{"key":"a","at":1767225603250},{"key":"b"}]}',
});

describe('what a module says of its messages', () => {
  test('is nothing, a name, or places as a scenario has them', () => {
    expect(wireIn('--edge', 'e.ts', { app: () => {} })).toBeUndefined();
    expect(wireIn('--edge', 'e.ts', { wire: 'cloudevents' })).toMatchObject({
      kind: 'settings',
      settings: { preset: 'cloudevents', reading: 'none' },
    });
    expect(wireIn('--edge', 'e.ts', { wire: { reading: 'body:/id', path: '/v1' } })).toMatchObject({
      settings: { preset: 'none', reading: 'body:/id', path: '/v1', accepted: null },
    });
  });

  const events = (given: unknown): unknown =>
    Reflect.get(Object(Reflect.get(Object(given), 'json')), 'events');
  const identify = (given: unknown): unknown =>
    Object.values(Object(events(given))).map((event) => ({
      reading: Reflect.get(Object(event), 'key'),
      timestamp: Reflect.get(Object(event), 'at'),
    }));

  test.for<readonly [string, UserModule]>([
    ['by itself', { identify }],
    ['in its wire', { wire: { identify, path: '/v1' } }],
  ])('may be a function, %s', ([, module]) => {
    const wire = wireIn('--device', 'd.ts', module);
    if (wire?.kind !== 'dialect') expect.fail('no dialect was made of it');
    expect(wire.dialect.read(request)).toMatchObject([
      { reading: 'a', timestamp: 1_767_225_603_250, device: null },
      { reading: 'b', timestamp: null },
    ]);
  });

  test('that gives what is no reading is at fault, in words', () => {
    const wire = wireIn('--device', 'd.ts', { identify: () => [{ id: 1 }] });
    if (wire?.kind !== 'dialect') expect.fail('no dialect was made of it');
    expect(() => wire.dialect.read(request)).toThrow('must give { reading, device?, timestamp? }');
  });

  test('that is not there leaves the place of results to the declaration', () => {
    const places = { items: 'body:/e', reading: 'item:/id', results: 'body:/r', resultStatus: 'item:/s' };
    expect(wireIn('--edge', 'e.ts', { wire: places })).toMatchObject({ kind: 'settings', settings: places });
  });

  test('that answers later is told to answer at once', () => {
    const wire = wireIn('--device', 'd.ts', { identify: () => Promise.resolve('a') });
    if (wire?.kind !== 'dialect') expect.fail('no dialect was made of it');
    expect(() => wire.dialect.read(request)).toThrow('it must answer at once, without async');
  });

  test.for([
    [{ wire: 7 }, '--edge e.ts: wire.preset: found 7'],
    [{ wire: { raeding: 'body:/id' } }, 'did you mean reading?'],
    [{ identify: 'body:/id' }, '--edge e.ts: identify must be a function.'],
    [{ wire: { identify, results: 1 } }, '--edge e.ts: results must be a function.'],
    [{ wire: { identify, reading: 'body:/id' } }, 'both say which reading; leave one out'],
  ] as const)('that cannot be is refused: %j', ([module, words]) => {
    expect(() => wireIn('--edge', 'e.ts', module)).toThrow(words);
  });
});
