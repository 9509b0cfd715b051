import { describe, expect, test } from 'vitest';
import { decorrelatedJitter } from './decorrelated-jitter.ts';
import { meanOverGrid } from './mean-delay.ts';
import { DEFAULT_POLICY_SETTINGS } from './policy-settings.ts';

const settings = { ...DEFAULT_POLICY_SETTINGS, baseMs: 1 };
const uncapped = decorrelatedJitter.create({ ...settings, capMs: 1e9 });
const policy = decorrelatedJitter.create({ ...settings, capMs: 30 });

const after = (delayMs: number) => ({ status: 503, retryAfterMs: null, previous: { delayMs, uniform: 0.5 } });

describe('decorrelated-jitter', () => {
  test('has, without a cap, the means 2, 3.5 and 5.75 before its first three retries', () => {
    // Uniform on [b, 3s), so its mean is (1 + 3s)/2: a straight line in s, and the mean of it is that of the mean.
    let meanMs = meanOverGrid((uniform) => uncapped.delayMs(0, uniform));
    for (const [retry, expected] of [2, 3.5, 5.75].entries()) {
      expect(meanMs).toBeCloseTo(expected, 6);
      const previous = after(meanMs);
      meanMs = meanOverGrid((uniform) => uncapped.delayMs(retry + 1, uniform, previous));
    }
  });

  test('grows from the delay before, not from the number of the retry', () => {
    // 1 + 0.5·(3·4 − 1) = 6.5.
    expect(policy.delayMs(1, 0.5, after(4))).toBe(6.5);
    expect(policy.delayMs(7, 0.5, after(4))).toBe(6.5);
  });

  test('is capped after the draw', () => {
    // Uniform on [1, 90): 60/89 of it is cut to 30, 29/89 lies below with mean 15.5.
    const mean = (60 * 30 + 29 * 15.5) / 89;
    expect(meanOverGrid((uniform) => policy.delayMs(3, uniform, after(30)))).toBeCloseTo(mean, 3);
    expect(policy.delayMs(3, 0.999, after(30))).toBe(30);
  });

  test('can give from b to 3^(k + 1) times b, and no more than the cap', () => {
    expect([0, 1, 2, 3].map((retry) => policy.delayBoundsMs(retry))).toEqual([
      { min: 1, max: 3 },
      { min: 1, max: 9 },
      { min: 1, max: 27 },
      { min: 1, max: 30 },
    ]);
  });

  test('begins anew when nobody says what was before', () => {
    expect(policy.delayMs(4, 0.5)).toBe(policy.delayMs(0, 0.5));
  });
});
