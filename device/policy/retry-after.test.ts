import { describe, expect, test } from 'vitest';
import { exponentialJitter } from './exponential-jitter.ts';
import { meanOverGrid } from './mean-delay.ts';
import { DEFAULT_POLICY_SETTINGS as settings } from './policy-settings.ts';
import { retryAfter } from './retry-after.ts';

const policy = retryAfter.create(settings);
const asked = (retryAfterMs: number | null) => ({ status: 503, retryAfterMs, previous: null });

describe('retry-after', () => {
  test('takes care of Retry-After itself, and without one waits like exponential-jitter', () => {
    expect(policy.handlesRetryAfter).toBe(true);
    const own = exponentialJitter.create(settings);
    for (const uniform of [0, 0.25, 0.999]) {
      expect(policy.delayMs(2, uniform)).toBe(own.delayMs(2, uniform));
      expect(policy.delayMs(2, uniform, asked(null))).toBe(own.delayMs(2, uniform));
    }
    expect(policy.delayBoundsMs(2)).toEqual(own.delayBoundsMs(2));
  });

  test('comes never earlier than asked, and up to half as much later', () => {
    // Its own first delay is 1.5 s at most.
    expect(policy.delayBoundsMs(0, asked(10_000))).toEqual({ min: 10_000, max: 15_000 });
    expect(meanOverGrid((uniform) => policy.delayMs(0, uniform, asked(10_000)))).toBeCloseTo(12_500, 6);
  });

  test('waits its own delay where that is longer', () => {
    // Retry 2 with u 0.5: 4 s; Retry-After 1 s with its jitter: 1.25 s.
    expect(policy.delayMs(2, 0.5, asked(1_000))).toBe(4_000);
    // 3 s asked, 2 to 6 s of its own: from 3 s, since u 0 gives both their least, to 6 s.
    expect(policy.delayBoundsMs(2, asked(3_000))).toEqual({ min: 3_000, max: 6_000 });
  });
});
