import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMPARISONS, parseComparison, printComparison, printMetricValue } from './comparison.ts';
import type { MetricUnit } from '../metrics/index.ts';

test.for([
  ['>= 80%', 'ratio', { comparison: '>=', value: 0.8, of: null }],
  ['>=80%', 'ratio', { comparison: '>=', value: 0.8, of: null }],
  ['< 10s', 'duration', { comparison: '<', value: 10_000, of: null }],
  ['= 0', 'count', { comparison: '=', value: 0, of: null }],
  ['<= 50.5', 'rate', { comparison: '<=', value: 50.5, of: null }],
  [' > 1.25 ', 'plain', { comparison: '>', value: 1.25, of: null }],
  ['= generated', 'count', { comparison: '=', value: 1, of: 'generated' }],
  ['<= 7% of generated', 'count', { comparison: '<=', value: 0.07, of: 'generated' }],
  ['<=6.5 %  of generated', 'count', { comparison: '<=', value: 0.065, of: 'generated' }],
  ['<= 150% of generated', 'count', { comparison: '<=', value: 1.5, of: 'generated' }],
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
  ['<= 6%', 'count', 'say of what, such as 6% of generated'],
  ['<= 0.06 of generated', 'count', 'a share of generated is written with %, such as 6% of generated'],
  ['= genrated', 'count', 'did you mean generated?'],
  ['= delivered', 'count', 'name a metric that is a count, such as generated'],
  ['>= 6% of', 'count', 'for example "= 0"'],
  ['>= generated', 'ratio', 'for example ">= 80%"'],
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
      expect(parseComparison(printComparison({ comparison, value, of: null }, unit), unit)).toEqual({
        ok: true,
        value: { comparison, value, of: null },
      });
    }),
  );
});

test('so is a share of another metric', () => {
  // Four decimals of a percent at most, as they may be written.
  const share = fc.integer({ min: 0, max: 1e10 }).map((millionths) => millionths / 1e6);
  const of = fc.constantFrom('generated' as const, 'stored' as const);
  fc.assert(
    fc.property(fc.constantFrom(...COMPARISONS), share, of, (comparison, value, metric) => {
      const bound = { comparison, value, of: metric };
      expect(parseComparison(printComparison(bound, 'count'), 'count')).toEqual({ ok: true, value: bound });
    }),
  );
});

test('a measured value is printed in the unit of its metric', () => {
  expect(printMetricValue(0.8333, 'ratio')).toBe('83.33%');
  expect(printMetricValue(52.3456, 'duration')).toBe('52.346ms');
});
