import { expect, test } from 'vitest';
import { WallClockError } from './wall-clock-error.ts';

const HOUR_US = 3_600_000_000;

test('a clock is right until it is set', () => {
  expect(new WallClockError().aheadMs(HOUR_US)).toBe(0);
});

test.for([
  // 50 millionths of an hour are 180 ms.
  [50, 180],
  [-50, -180],
  // A whole clock shows whole ms: 0.5 ms slow is a ms behind, as a clock that has not ticked yet.
  [-0.138889, -1],
] as const)('a clock that drifts %d ppm is %d ms ahead after an hour', ([driftPpm, aheadMs]) => {
  const error = new WallClockError();
  error.set({ offsetMs: 0, driftPpm }, 0);
  expect(error.aheadMs(HOUR_US)).toBe(aheadMs);
});

test('a step leaves the drift as it is; a clock that is set right stands right', () => {
  const error = new WallClockError();
  error.set({ offsetMs: 0, driftPpm: 50 }, 0);
  error.set({ offsetMs: -1_000, driftPpm: 50 }, HOUR_US);
  expect(error.aheadMs(HOUR_US)).toBe(180 - 1_000);
  error.set(null, HOUR_US);
  expect(error.aheadMs(2 * HOUR_US)).toBe(0);
  // It drifts from when it begins to.
  error.set({ offsetMs: 0, driftPpm: 50 }, 2 * HOUR_US);
  expect(error.aheadMs(2 * HOUR_US)).toBe(0);
});
