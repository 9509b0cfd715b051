import { describe, expect, test } from 'vitest';
import { exponentialJitter, jitterThenCapMs } from './exponential-jitter.ts';
import { meanOverGrid, meanTotalDelayMs } from './mean-delay.ts';
import { DEFAULT_POLICY_SETTINGS } from './policy-settings.ts';

const policy = exponentialJitter.create(DEFAULT_POLICY_SETTINGS);
const halfAround = { jitterRatio: 0.5, capMs: 30 };

describe('jitter before the cap', () => {
  test('of ±50 % around 32 under a cap of 30 has the mean 26.9375, and 56 % of the draws are the cap', () => {
    // Uniform on [16, 48): 14/32 of it lies below 30 with mean 23, 18/32 is cut to 30.
    const delay = (uniform: number): number => jitterThenCapMs(32, halfAround, uniform);
    expect(meanOverGrid(delay)).toBeCloseTo(26.9375, 3);
    expect(meanOverGrid((uniform) => (delay(uniform) === 30 ? 1 : 0))).toBeCloseTo(18 / 32, 3);
  });

  test('of ±50 % around 24 under a cap of 30 has the mean 23.25', () => {
    // Uniform on [12, 36): 18/24 of it lies below 30 with mean 21, 6/24 is cut to 30.
    expect(meanOverGrid((uniform) => jitterThenCapMs(24, halfAround, uniform))).toBeCloseTo(23.25, 3);
  });
});

describe('exponential-jitter', () => {
  test('waits between half and one and a half times the exponential delay', () => {
    // Retry 2: 4 s.
    expect(policy.delayBoundsMs(2)).toEqual({ min: 2_000, max: 6_000 });
    expect(policy.delayMs(2, 0)).toBe(2_000);
    expect(policy.delayMs(2, 0.5)).toBe(4_000);
    expect(policy.delayMs(2, 0.75)).toBe(5_000);
  });

  test('waits never longer than the cap', () => {
    // Retry 5: growth is capped at 30 s first, then spread over [15, 45) and capped again: 1/2·22.5 + 1/2·30.
    expect(policy.delayBoundsMs(5)).toEqual({ min: 15_000, max: 30_000 });
    expect(meanOverGrid((uniform) => policy.delayMs(5, uniform))).toBeCloseTo(26_250, 0);
  });

  test('waits 31 s on average over its five retries, as exponential does', () => {
    expect(meanTotalDelayMs(policy)).toBeCloseTo(31_000, 3);
  });

  test('without jitter is exponential', () => {
    const plain = exponentialJitter.create({ ...DEFAULT_POLICY_SETTINGS, jitterRatio: 0 });
    expect([0, 0.3, 0.999].map((uniform) => plain.delayMs(3, uniform))).toEqual([8_000, 8_000, 8_000]);
  });
});
