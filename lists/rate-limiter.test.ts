import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BUCKETS_MAX, RateLimiter } from './rate-limiter.ts';

test('a full bucket gives its burst, then one token each 1/rate', () => {
  const limiter = new RateLimiter({ ratePerSecond: 2, burst: 3, total: null });
  expect([0, 0, 0].map((at) => limiter.take('d', at))).toStrictEqual([0, 0, 0]);
  // The next token is there after 1000 / 2 = 500 ms.
  expect(limiter.take('d', 0)).toBe(500);
  expect(limiter.take('d', 499)).toBe(1);
  expect(limiter.take('d', 500)).toBe(0);
  expect(limiter.take('d', 500)).toBe(500);
});

test('a device that keeps exactly its rate is never refused', () => {
  // 1000 / 3 ms is no double.
  const limiter = new RateLimiter({ ratePerSecond: 3, burst: 1, total: null });
  for (let i = 0; i < 10_000; i++) expect(limiter.take('d', (i * 1000) / 3)).toBe(0);
});

test('no window holds more than the burst and what the rate adds, and a token that is due is given', () => {
  const gaps = fc.array(fc.nat(400), { maxLength: 200 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 5 }), (gapsMs, burst) => {
      const ratePerSecond = 10;
      const limiter = new RateLimiter({ ratePerSecond, burst, total: null });
      // The textbook bucket, filled by time.
      let tokens = burst;
      let nowMs = 0;
      for (const gapMs of gapsMs) {
        nowMs += gapMs;
        tokens = Math.min(burst, tokens + (gapMs * ratePerSecond) / 1000);
        const allowed = limiter.take('d', nowMs) === 0;
        expect(allowed).toBe(tokens >= 1 - 1e-9);
        if (allowed) tokens -= 1;
      }
    }),
  );
});

test('buckets that are full again are forgotten, without a search', () => {
  const limiter = new RateLimiter({ ratePerSecond: 1, burst: 1, total: null });
  for (let i = 0; i < 5000; i++) limiter.take(`d${i}`, 0);
  expect(limiter.size()).toBe(5000);
  // Each call forgets two and adds one: 5,000 calls leave a handful.
  for (let i = 0; i < 5000; i++) limiter.take('again', 1000 + i * 1000);
  expect(limiter.size()).toBeLessThanOrEqual(2);
});

test('an unknown device is refused while too many others are watched, a known one is not', () => {
  const limiter = new RateLimiter({ ratePerSecond: 1, burst: 2, total: null });
  for (let i = 0; i < BUCKETS_MAX; i++) limiter.take(`d${i}`, 0);
  expect(limiter.take('unknown', 0)).toBe(1000);
  expect(limiter.take('d5', 0)).toBe(0);
  expect(limiter.size()).toBe(BUCKETS_MAX);
});

test('without a limit nobody waits and nothing is remembered', () => {
  const limiter = new RateLimiter({ ratePerSecond: 1, burst: 1, total: null });
  limiter.take('d', 0);
  limiter.reconfigure(null);
  expect([limiter.take('d', 0), limiter.size()]).toStrictEqual([0, 0]);
});

test('a new rate keeps what a bucket lacks', () => {
  const limiter = new RateLimiter({ ratePerSecond: 1, burst: 1, total: null });
  limiter.take('d', 0);
  limiter.reconfigure({ ratePerSecond: 2, burst: 1, total: null });
  expect(limiter.take('d', 400)).toBe(600);
});

test('the bucket of all is shared, whoever sends, and who finds it empty keeps what it has', () => {
  const limiter = new RateLimiter({ ratePerSecond: 1, burst: 1, total: { ratePerSecond: 4, burst: 2 } });
  expect([limiter.take('a', 0), limiter.take('b', 0)]).toStrictEqual([0, 0]);
  // A token of all comes each 1000 / 4 = 250 ms; c has its own still.
  expect(limiter.take('c', 0)).toBe(250);
  expect(limiter.take('c', 250)).toBe(0);
  // Of a there is none before 1000, though the next of all is there at 500.
  expect(limiter.take('a', 500)).toBe(500);
  expect(limiter.take(undefined, 500)).toBe(0);
});

test('the bucket of all may be the only one, and the longer of two waits is asked for', () => {
  const alone = new RateLimiter({ ratePerSecond: null, burst: 1, total: { ratePerSecond: 10, burst: 3 } });
  expect([0, 0, 0].map((at) => alone.take('a', at))).toStrictEqual([0, 0, 0]);
  expect(alone.take('b', 0)).toBe(100);
  expect(alone.size()).toBe(0);
  const both = new RateLimiter({ ratePerSecond: 0.5, burst: 1, total: { ratePerSecond: 2, burst: 1 } });
  expect(both.take('a', 0)).toBe(0);
  // 2 s for its own, 500 ms for the other.
  expect([both.take('a', 0), both.take('b', 0)]).toStrictEqual([2_000, 500]);
});

test('buckets keep what they lack over new settings, and forget it with their limit', () => {
  const limits = { ratePerSecond: null, burst: 1, total: { ratePerSecond: 1, burst: 1 } };
  const limiter = new RateLimiter(limits);
  limiter.take('a', 0);
  limiter.reconfigure({ ...limits, burst: 2 });
  expect(limiter.take('b', 0)).toBe(1_000);
  limiter.reconfigure({ ...limits, ratePerSecond: 1, total: null });
  limiter.reconfigure(limits);
  expect(limiter.take('b', 0)).toBe(0);
});
