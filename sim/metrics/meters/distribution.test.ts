import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Distribution } from './distribution.ts';

function distributionOf(values: readonly number[]): Distribution {
  const distribution = new Distribution();
  for (const value of values) distribution.add(value);
  return distribution;
}

/** Nearest rank, straight from its definition. */
function nearestRank(values: readonly number[], percent: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.find(
    (value) => sorted.filter((other) => other <= value).length * 100 >= percent * values.length,
  );
}

describe('a distribution', () => {
  test('gives nearest-rank percentiles exactly while it is small', () => {
    const value = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(1, 50, 90, 99, 100),
        (values, percent) => {
          expect(distributionOf(values).percentile(percent / 100)).toBe(nearestRank(values, percent));
        },
      ),
    );
  });

  test('has nothing to say without values', () => {
    const empty = new Distribution();
    expect([empty.percentile(0.5), empty.max, empty.mean]).toEqual([null, null, null]);
  });

  test('stays within 0.5 % of the exact percentile when it is large, and keeps the greatest exactly', () => {
    // 60,000 values pass the limit of 50,000; the squares 0 … 59,999² span 32 doublings.
    const distribution = new Distribution();
    for (let n = 0; n < 60_000; n += 1) distribution.add(n * n);
    for (const percent of [1, 10, 50, 90, 99]) {
      // The k-th of n values is (k − 1)², and the rank of p % is p × 600.
      const exact = (percent * 600 - 1) ** 2;
      const got = distribution.percentile(percent / 100) ?? Number.NaN;
      expect(Math.abs(got - exact) / exact).toBeLessThan(0.005);
    }
    expect(distribution.max).toBe(59_999 ** 2);
    expect(distribution.percentile(1)).toBe(59_999 ** 2);
  });
});
