import { expect, test } from 'vitest';
import { KeyedRandom } from './keyed-random.ts';
import { OwnerStreams } from './owner-streams.ts';

test('the draws of an owner are those that the whole name gives', () => {
  const streams = new OwnerStreams(new KeyedRandom('42'), 'device-001', 'device/');
  const stream = new KeyedRandom('42').stream('device/backoff', 'device-001');
  expect([0, 1, 2].map((key) => streams.of('backoff').draw(key))).toEqual(
    [0, 1, 2].map((key) => stream.draw(key)),
  );
  expect(streams.of('backoff')).toBe(streams.of('backoff'));
  expect(streams.of('drop').draw(0)).not.toBe(streams.of('backoff').draw(0));
});
