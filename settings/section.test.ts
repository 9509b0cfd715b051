import { describe, expect, expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import { completed, defaultsOf, overridden } from './complete.ts';
import { flagsOf } from './flags.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { keysAt } from './lookup.ts';
import { misordered } from './misordered.ts';
import {
  as,
  chance,
  count,
  decimal,
  delay,
  maybe,
  orNone,
  section,
  switched,
  variants,
  word,
} from './index.ts';
import type { ValueOf } from './index.ts';

const OVEN = section('An oven.', {
  preheat: delay('How long it warms up', { standard: '5m' }),
  shelves: count('Shelves', { min: 1, max: 9, standard: 2 }),
  fan: chance('The fan stalls.', 'How likely it stalls', {
    max: delay('The longest stall', { standard: '2s' }),
  }),
  grill: switched(
    section(
      'The grill.',
      {
        power: as('watts', decimal('How strong', { min: 1, max: 3_000, example: '900' })),
        rest: orNone(delay('The pause between two burns', { standard: 'none' })),
      },
      { short: 'power' },
    ),
  ),
  heat: variants('How it gets hot.', {
    by: 'shape',
    kinds: {
      flat: section('At once.', { to: count('Degrees', { min: 0, max: 300, required: true }) }),
      ramp: section('Slowly.', { over: delay('How long', { required: true }) }),
    },
    short: { kind: 'flat', key: 'to' },
    example: '180',
    standard: { shape: 'flat', to: 180 },
  }),
  label: maybe(word('What stands on it', ['bread', 'cake'])),
});

type Oven = ValueOf<typeof OVEN>;

const DEFAULTS: Oven = {
  preheatMs: 300_000,
  shelves: 2,
  fan: { probability: 0, maxMs: 2_000 },
  grill: null,
  heat: { shape: 'flat', to: 180 },
  label: null,
};

describe('a section', () => {
  test('holds each value under its key with its unit, or under the name it was given', () => {
    expect(defaultsOf(OVEN)).toEqual(DEFAULTS);
    expectTypeOf(defaultsOf(OVEN)).toEqualTypeOf<Oven>();
    expectTypeOf<NonNullable<Oven['grill']>['watts']>().toEqualTypeOf<number>();
  });

  test.for([
    ['in full', { fan: { probability: '10%', max: '1s' } }, { fan: { probability: 0.1, maxMs: 1_000 } }],
    ['in short', { fan: '10%' }, { fan: { probability: 0.1 } }],
    ['turned on', { grill: 900 }, { grill: { watts: 900 } }],
    ['turned off', { grill: 'none' }, { grill: null }],
    [
      'as one of several kinds',
      { heat: { shape: 'ramp', over: '1m' } },
      { heat: { shape: 'ramp', overMs: 60_000 } },
    ],
    ['as the first kind in short', { heat: 200 }, { heat: { shape: 'flat', to: 200 } }],
  ] as const)('reads what is said %s', ([, said, expected]) => {
    expect(OVEN.codec.parse(said)).toEqual(expected);
  });

  test('prints what it reads back as the same', () => {
    const oven = completed(
      OVEN,
      OVEN.codec.parse({ grill: { power: 900, rest: '10s' }, heat: 200 }),
      DEFAULTS,
    );
    const printed = z.encode(OVEN.codec, { ...oven, label: 'cake' });
    expect(printed).toMatchObject({
      preheat: '5m',
      grill: { power: 900, rest: '10s' },
      fan: { probability: '0%' },
    });
    expect(OVEN.codec.parse(printed)).toEqual({ ...oven, label: 'cake' });
  });

  test('completes what is turned on by its defaults, and says what has none', () => {
    const missing: string[] = [];
    const oven = completed(OVEN, { grill: {} }, DEFAULTS, ({ path }) => void missing.push(path.join('.')));
    expect(missing).toEqual(['grill.power']);
    expect(oven.grill?.restMs).toBeNull();
  });

  test('overrides only what is named, each completed from what was there', () => {
    const base = { ...DEFAULTS, fan: { probability: 0.5, maxMs: 7_000 } };
    expect(overridden(OVEN, { fan: { probability: 0.1 } }, base)).toEqual({
      fan: { probability: 0.1, maxMs: 7_000 },
    });
    expect(overridden(OVEN, { grill: null }, base)).toEqual({ grill: null });
  });

  test.for([
    [{ preheat: 300 }, ['preheat'], 'bad-value'],
    [{ fan: '110%' }, ['fan', 'probability'], 'bad-value'],
    [{ shelves: '2' }, ['shelves'], 'wrong-type'],
    [{ label: 'pie' }, ['label'], 'unknown-name'],
    [{ heat: { shape: 'flat' } }, ['heat', 'to'], 'missing'],
  ] as const)('refuses %j with the place and the kind of the mistake', ([said, path, code]) => {
    const [issue] = OVEN.codec.safeParse(said).error?.issues ?? [];
    expect(issue).toMatchObject({ code: 'custom', path, params: { code } });
  });

  test('checks what a program hands over, and fills in the rest', () => {
    expect(OVEN.values.parse({ shelves: 3 })).toEqual({ ...DEFAULTS, shelves: 3 });
    expect(OVEN.values.safeParse({ shelves: 30 }).error?.issues[0]).toMatchObject({ path: ['shelves'] });
    expect(OVEN.values.safeParse({ shelfs: 3 }).success).toBe(false);
  });

  test('is known to editors with its short forms and defaults', () => {
    expect(jsonSchemaOf(OVEN)).toMatchObject({
      additionalProperties: false,
      properties: {
        preheat: { type: 'string', default: '5m' },
        grill: { anyOf: [{ const: 'none' }, { anyOf: [{ type: 'number' }, { type: 'object' }] }] },
      },
    });
  });

  test('is a row of flags, whose short keys need no word', () => {
    const flags = flagsOf(OVEN, DEFAULTS).map(({ name, standard }) => [name, standard]);
    expect(flags).toEqual([
      ['preheat', '5m'],
      ['shelves', '2'],
      ['fan', '0%'],
      ['fan-max', '2s'],
      ['grill', null],
      ['grill-rest', null],
      ['label', null],
    ]);
  });

  test('knows its keys at every path', () => {
    expect(keysAt(OVEN, ['grill'])).toEqual(['power', 'rest']);
    expect(keysAt(OVEN, ['heat'])).toEqual(['shape', 'to', 'over']);
    expect(keysAt(OVEN, ['heat', 'nothing'])).toEqual([]);
  });
});

test('two values the wrong way round are found wherever they stand', () => {
  const span = chance('A door.', 'How likely it opens', {
    min: delay('The least', { standard: '1s' }),
    max: delay('The most', { standard: '2s' }),
  });
  const house = section('A house.', { door: span });
  expect(misordered(house, { door: { probability: 1, minMs: 5_000, maxMs: 2_000 } })).toMatchObject([
    { low: { path: ['door', 'min'], text: '5s' }, high: { path: ['door', 'max'], text: '2s' } },
  ]);
  expect(misordered(house, { door: { probability: 1, minMs: 2_000, maxMs: 2_000 } })).toEqual([]);
});
