import { describe, expect, test } from 'vitest';
import { studentTMean, tReach } from './student-t.ts';
import { normalSample } from './testing/samples.ts';

/** Hours of sleep gained with one drug over the other, ten patients: Student (1908), R's data set `sleep`. */
const SLEEP = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];

describe("the mean by Student's t", () => {
  test('agrees with what Student published and R prints', () => {
    // R: with(sleep, t.test(extra[group == 2], extra[group == 1], paired = TRUE))
    const { n, value, low, high, pValue } = studentTMean(SLEEP);
    expect([n, value]).toEqual([10, 1.58]);
    expect(low).toBeCloseTo(0.7001142, 7);
    expect(high).toBeCloseTo(2.4598858, 7);
    expect(pValue).toBeCloseTo(0.002833, 6);
  });

  test.for([
    // Printed tables: 0.975 quantiles for 1, 4, 9, 30 and 120 degrees of freedom.
    [2, 12.706],
    [5, 2.776],
    [10, 2.262],
    [31, 2.042],
    [121, 1.98],
  ] as const)('of %d values reaches %d standard errors', ([n, quantile]) => {
    expect(tReach(n)).toBeCloseTo(quantile, 3);
  });

  test('holds 0 exactly when the p-value is above 5 %', () => {
    for (let sample = 0; sample < 200; sample += 1) {
      const { low, high, pValue } = studentTMean(normalSample(sample, 6, 0.8));
      expect((low ?? 0) > 0 || (high ?? 0) < 0).toBe((pValue ?? 1) < 0.05);
    }
  });

  test('covers the true mean of normal values in 95 % of all samples', () => {
    // 2,000 samples: four standard errors are 4·√(0.95·0.05/2000) = 0.0195.
    let covered = 0;
    for (let sample = 0; sample < 2000; sample += 1) {
      const { low, high } = studentTMean(normalSample(sample, 8, 3));
      if (low !== null && high !== null && low <= 3 && high >= 3) covered += 1;
    }
    expect(Math.abs(covered / 2000 - 0.95)).toBeLessThan(0.0195);
  });
});
