import { expect, test } from 'vitest';
import { failureProbabilityBound } from './rule-of-three.ts';

test('after n clean trials a failure has a probability below 3/n', () => {
  expect([200, 30].map(failureProbabilityBound)).toEqual([0.015, 0.1]);
});

test('few trials say nothing', () => {
  expect([0, 1, 3].map(failureProbabilityBound)).toEqual([1, 1, 1]);
});

test('the bound is never below the exact one, and close to it for many trials', () => {
  for (const n of [1, 2, 4, 10, 50, 200, 10_000]) {
    // The probability p with which n clean trials in a row still happen in 5 % of all cases: (1 − p)^n = 0.05.
    const exact = 1 - 0.05 ** (1 / n);
    expect(failureProbabilityBound(n)).toBeGreaterThanOrEqual(exact);
    if (n >= 50) expect(failureProbabilityBound(n) / exact).toBeLessThan(1.04);
  }
});
