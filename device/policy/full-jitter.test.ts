import { describe, expect, test } from 'vitest';
import { fullJitter } from './full-jitter.ts';
import { meanOverGrid, meanTotalDelayMs } from './mean-delay.ts';
import { DEFAULT_POLICY_SETTINGS } from './policy-settings.ts';

const policy = fullJitter.create(DEFAULT_POLICY_SETTINGS);

describe('full-jitter', () => {
  test('waits anything from nothing to the exponential delay', () => {
    expect(policy.delayBoundsMs(3)).toEqual({ min: 0, max: 8_000 });
    expect(policy.delayMs(3, 0)).toBe(0);
    expect(policy.delayMs(3, 0.25)).toBe(2_000);
  });

  test('under the cap waits half of it on average', () => {
    expect(meanOverGrid((uniform) => policy.delayMs(9, uniform))).toBeCloseTo(15_000, 3);
  });

  test('waits 15.5 s on average over its five retries, half of what exponential does', () => {
    expect(meanTotalDelayMs(policy)).toBeCloseTo(15_500, 3);
  });
});
