import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMPARISONS, parseComparison, printComparison, printMetricValue } from './comparison.ts';
import type { MetricUnit } from './metric-name.ts';

test.for([
  ['>= 80%', 'ratio', { comparison: '>=', value: 0.8 }],
  ['>=80%', 'ratio', { comparison: '>=', value: 0.8 }],
  ['< 10s', 'duration', { comparison: '<', value: 10_000 }],
  ['= 0', 'count', { comparison: '=', value: 0 }],
  ['<= 50.5', 'rate', { comparison: '<=', value: 50.5 }],
  [' > 1.25 ', 'plain', { comparison: '>', value: 1.25 }],
] as const)('%j of a %s is a bound', ([text, unit, bound]) => {
  expect(parseComparison(text, unit)).toEqual({ ok: true, value: bound });
});

test.for([
  ['80%', 'ratio', 'say how to compare; did you mean ">= 80%"?'],
  [0, 'count', 'say how to compare; did you mean "= 0"?'],
  ['== 5', 'count', 'did you mean "= 5"?'],
  ['=> 80%', 'ratio', 'did you mean ">= 80%"?'],
  ['≥ 80%', 'ratio', 'did you mean ">= 80%"?'],
  ['< 10', 'duration', 'a unit is needed; did you mean 10s?'],
  ['= 1.5', 'count', 'for example "= 0"'],
  ['>= 150%', 'ratio', 'for example ">= 80%"'],
  ['>= 80% <= 90%', 'ratio', 'for example ">= 80%"'],
  ['>', 'plain', 'for example "< 1.5"'],
  ['', 'plain', 'for example "< 1.5"'],
  [true, 'plain', 'for example "< 1.5"'],
] as const)('%j of a %s is refused, with the hint %j', ([text, unit, hint]) => {
  const parsed = parseComparison(text, unit);
  expect(parsed.ok ? 'accepted' : parsed.problems[0]?.hint).toBe(hint);
});

test('what is printed is read back as the same bound', () => {
  const values: Readonly<Record<MetricUnit, fc.Arbitrary<number>>> = {
    ratio: fc.double({ min: 0, max: 1, noNaN: true }),
    duration: fc.integer({ min: 0, max: 1e12 }),
    count: fc.integer({ min: 0 }),
    rate: fc.integer({ min: 0, max: 1e6 }).map((tenths) => tenths / 10),
    plain: fc.integer({ min: 0, max: 1e6 }).map((tenths) => tenths / 10),
  };
  const bound = fc
    .constantFrom<MetricUnit>('ratio', 'duration', 'count', 'rate', 'plain')
    .chain((unit) => fc.tuple(fc.constant(unit), fc.constantFrom(...COMPARISONS), values[unit]));
  fc.assert(
    fc.property(bound, ([unit, comparison, number]) => {
      const value = number === 0 ? 0 : number;
      expect(parseComparison(printComparison({ comparison, value }, unit), unit)).toEqual({
        ok: true,
        value: { comparison, value },
      });
    }),
  );
});

test('a measured value is printed in the unit of its metric', () => {
  expect(printMetricValue(0.8333, 'ratio')).toBe('83.33%');
  expect(printMetricValue(52.3456, 'duration')).toBe('52.346ms');
});
