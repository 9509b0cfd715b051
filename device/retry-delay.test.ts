import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RetryContext, RetryPolicy } from '../ports/index.ts';
import { retryDelay } from './retry-delay.ts';

const waiting = (delayMs: number): RetryPolicy => ({
  name: 'of-a-test',
  retriesMax: 1,
  delayMs: () => delayMs,
  delayBoundsMs: () => ({ min: delayMs, max: delayMs }),
});

const asking = (retryAfterMs: number | null): RetryContext => ({
  status: 503,
  retryAfterMs,
  previous: null,
});

describe('the delay before a retry', () => {
  test('is the backoff when nothing is asked for', () => {
    expect(retryDelay(waiting(1_000), 0, 0, asking(null), 60_000)).toEqual({
      delayMs: 1_000,
      backoffMs: 1_000,
      retryAfterMs: null,
    });
  });

  test('is Retry-After when that is longer, and the backoff when that is', () => {
    expect(retryDelay(waiting(1_000), 0, 0, asking(3_000), 60_000).delayMs).toBe(3_000);
    expect(retryDelay(waiting(1_000), 0, 0, asking(500), 60_000).delayMs).toBe(1_000);
  });

  test('clamps Retry-After to the maximum', () => {
    expect(retryDelay(waiting(1_000), 0, 0, asking(3_600_000), 60_000)).toEqual({
      delayMs: 60_000,
      backoffMs: 1_000,
      retryAfterMs: 60_000,
    });
    expect(retryDelay(waiting(1_000), 0, 0, asking(Number.POSITIVE_INFINITY), 60_000).delayMs).toBe(60_000);
  });

  test('keeps a backoff that is longer than the maximum for Retry-After', () => {
    expect(retryDelay(waiting(90_000), 0, 0, asking(3_600_000), 60_000).delayMs).toBe(90_000);
  });

  test('is at least the backoff, at least the clamped Retry-After, and one of the two', () => {
    const ms = fc.integer({ min: 0, max: 1e7 });
    fc.assert(
      fc.property(ms, ms, ms, (backoffMs, askedMs, maxMs) => {
        const { delayMs } = retryDelay(waiting(backoffMs), 0, 0, asking(askedMs), maxMs);
        const clampedMs = askedMs > maxMs ? maxMs : askedMs;
        expect(delayMs).toBeGreaterThanOrEqual(backoffMs);
        expect(delayMs).toBeGreaterThanOrEqual(clampedMs);
        expect([backoffMs, clampedMs]).toContain(delayMs);
      }),
    );
  });

  test.for([Number.NaN, -1, Number.POSITIVE_INFINITY])(
    'refuses %d from a policy, with its name',
    (delayMs) => {
      expect(() => retryDelay(waiting(delayMs), 2, 0, asking(null), 60_000)).toThrow(
        /"of-a-test".*before retry 2/,
      );
    },
  );
});
