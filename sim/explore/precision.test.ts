import { expect, test } from 'vitest';
import type { Estimate, MeasureOfPolicy } from './comparison.ts';
import { precisionReached } from './precision.ts';

function measure(
  metric: MeasureOfPolicy['metric'],
  value: number | null,
  half: number | null,
): MeasureOfPolicy {
  const estimate: Estimate = {
    n: value === null ? 0 : half === null ? 1 : 20,
    value,
    low: value === null || half === null ? null : value - half,
    high: value === null || half === null ? null : value + half,
    method: 'student-t',
  };
  return { metric, exploratory: false, estimate, difference: null, best: false };
}

const precise = { measures: [measure('delivered', 0.5, 0.005), measure('latencyP99', 200, 4)] };

test('every key metric of every policy has to be precise', () => {
  // 0.005 of 0.5 is 1 %, 4 of 200 is 2 %.
  expect(precisionReached({ policies: [precise] }, 0.02)).toBe(true);
  expect(precisionReached({ policies: [precise] }, 0.019)).toBe(false);
  const vague = { measures: [measure('attemptsPerReading', 2, 0.1)] };
  expect(precisionReached({ policies: [precise, vague] }, 0.02)).toBe(false);
});

test('a half-width is relative to the size of the estimate, whatever its sign', () => {
  const negative = { measures: [measure('latencyP50', -50, 2)] };
  // 2 of 50 is 4 %.
  expect(precisionReached({ policies: [negative] }, 0.04)).toBe(true);
  expect(precisionReached({ policies: [negative] }, 0.039)).toBe(false);
});

test('metrics that are not among the key ones may be as vague as they are', () => {
  expect(precisionReached({ policies: [{ measures: [measure('latencyMax', 100, 90)] }] }, 0.01)).toBe(true);
});

test('what is never observed, or 0, has no relative width', () => {
  const measures = [measure('latencyP50', null, null), measure('delivered', 0, 0)];
  expect(precisionReached({ policies: [{ measures }] }, 0.01)).toBe(true);
});

test('a single seed is not precise', () => {
  expect(precisionReached({ policies: [{ measures: [measure('delivered', 1, null)] }] }, 0.5)).toBe(false);
});
