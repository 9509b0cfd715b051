import { describe, expect, test } from 'vitest';
import { equalJitter } from './equal-jitter.ts';
import { meanOverGrid, meanTotalDelayMs } from './mean-delay.ts';
import { DEFAULT_POLICY_SETTINGS } from './policy-settings.ts';

const policy = equalJitter.create(DEFAULT_POLICY_SETTINGS);

describe('equal-jitter', () => {
  test('waits between half of the exponential delay and all of it', () => {
    // Retry 3: 8 s.
    expect(policy.delayBoundsMs(3)).toEqual({ min: 4_000, max: 8_000 });
    expect(policy.delayMs(3, 0)).toBe(4_000);
    expect(policy.delayMs(3, 0.25)).toBe(5_000);
  });

  test('draws after the cap: at the cap of 30 s it waits 22.5 s on average', () => {
    expect(policy.delayBoundsMs(9)).toEqual({ min: 15_000, max: 30_000 });
    expect(meanOverGrid((uniform) => policy.delayMs(9, uniform))).toBeCloseTo(22_500, 3);
  });

  test('waits 23.25 s on average over its five retries', () => {
    // Three quarters of the 31 s of exponential.
    expect(meanTotalDelayMs(policy)).toBeCloseTo(23_250, 3);
  });
});
