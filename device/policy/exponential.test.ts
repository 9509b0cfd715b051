import { describe, expect, test } from 'vitest';
import { exponential } from './exponential.ts';
import { meanTotalDelayMs } from './mean-delay.ts';
import { DEFAULT_POLICY_SETTINGS } from './policy-settings.ts';

const policy = exponential.create(DEFAULT_POLICY_SETTINGS);

describe('exponential', () => {
  // 1 s doubled k times; 2^5 = 32 is above the cap of 30 s.
  test.for([
    [0, 1_000],
    [1, 2_000],
    [4, 16_000],
    [5, 30_000],
    [5_000, 30_000],
  ] as const)('waits, before retry %i, exactly %i ms', ([retry, delayMs]) => {
    expect(policy.delayMs(retry, 0)).toBe(delayMs);
    expect(policy.delayMs(retry, 0.999)).toBe(delayMs);
    expect(policy.delayBoundsMs(retry)).toEqual({ min: delayMs, max: delayMs });
  });

  test('waits 31 s in total over its five retries', () => {
    // 1 + 2 + 4 + 8 + 16.
    expect(meanTotalDelayMs(policy)).toBeCloseTo(31_000, 6);
  });

  test('grows by the factor, and from a base of 0 not at all', () => {
    expect(exponential.create({ ...DEFAULT_POLICY_SETTINGS, factor: 3 }).delayMs(2, 0)).toBe(9_000);
    expect(exponential.create({ ...DEFAULT_POLICY_SETTINGS, baseMs: 0 }).delayMs(5_000, 0)).toBe(0);
  });
});
