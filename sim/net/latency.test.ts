import { expect, test } from 'vitest';
import { KeyedRandom } from '../random/index.ts';
import { latencyUs, REQUEST_WAY } from './latency.ts';
import type { Latency } from './latency.ts';

const DRAWS = 20_000;

function sample(latency: Latency): readonly number[] {
  const random = new KeyedRandom('latency');
  return Array.from({ length: DRAWS }, (_, index) =>
    latencyUs(latency, { draw: (purpose) => random.stream(purpose, 'device-001').draw(index) }, REQUEST_WAY),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test.for<readonly [Latency, meanMs: number, sdMs: number]>([
  [{ distribution: 'constant', valueMs: 50 }, 50, 0],
  // Mean (20 + 80)/2, sd 60/√12.
  [{ distribution: 'uniform', minMs: 20, maxMs: 80 }, 50, 60 / Math.sqrt(12)],
  [{ distribution: 'normal', meanMs: 100, stddevMs: 15 }, 100, 15],
  [{ distribution: 'exponential', meanMs: 40 }, 40, 40],
  // Mean median·e^(σ²/2); sd mean·√(e^(σ²) − 1).
  [
    { distribution: 'lognormal', medianMs: 60, sigma: 0.5 },
    60 * Math.exp(0.125),
    60 * Math.exp(0.125) * Math.sqrt(Math.exp(0.25) - 1),
  ],
])('$0.distribution latency has the mean of its formula', ([latency, meanMs, sdMs]) => {
  const values = sample(latency);
  // Four standard errors, and half a microsecond of rounding.
  expect(Math.abs(mean(values) / 1000 - meanMs)).toBeLessThan((4 * sdMs) / Math.sqrt(DRAWS) + 0.0005);
  expect(values.every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true);
});

test('a normal latency that would be negative is none', () => {
  const values = sample({ distribution: 'normal', meanMs: 1, stddevMs: 100 });
  expect(Math.min(...values)).toBe(0);
});
