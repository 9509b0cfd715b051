import { describe, expect, test } from 'vitest';
import { awsStandard } from './aws-standard.ts';
import { meanTotalDelayMs } from './mean-delay.ts';
import { MemoryScript } from './memory-script.ts';
import { DEFAULT_POLICY_SETTINGS } from './policy-settings.ts';

const policy = awsStandard.create(DEFAULT_POLICY_SETTINGS);
const throttled = { status: 429, retryAfterMs: null, previous: null };

describe('the delays of aws-standard', () => {
  test('are drawn from nothing to 50 ms, doubled at each retry, and 75 ms in total on average', () => {
    expect(policy.retriesMax).toBe(2);
    expect(policy.delayBoundsMs(0)).toEqual({ min: 0, max: 50 });
    expect(policy.delayBoundsMs(1)).toEqual({ min: 0, max: 100 });
    // Half of 50 + 100.
    expect(meanTotalDelayMs(policy)).toBeCloseTo(75, 6);
  });

  test('begin at 1 s after 429, and end at 20 s', () => {
    expect(policy.delayBoundsMs(1, throttled)).toEqual({ min: 0, max: 2_000 });
    expect(policy.delayMs(9, 0.5, throttled)).toBe(10_000);
  });

  // 429, u 0.5 and k 1: t is 1 s.
  test.for([
    ['shorter than its own is not obeyed', 300, 1_000],
    ['longer than its own is obeyed', 4_000, 4_000],
    ['more than 5 s longer is obeyed by 5 s', 60_000, 6_000],
  ] as const)('a Retry-After %s', ([, retryAfterMs, delayMs]) => {
    const context = { ...throttled, retryAfterMs };
    expect(policy.delayMs(1, 0.5, context)).toBe(delayMs);
    const { min, max } = policy.delayBoundsMs(1, context);
    // u 0 and u 1 of the same: t is 0 s and 2 s.
    expect(min).toBe(Math.min(retryAfterMs, 5_000));
    expect(max).toBe(Math.max(2_000, Math.min(retryAfterMs, 7_000)));
  });
});

describe('the quota of aws-standard', () => {
  test('of 500 allows 35 retries without a success, and 100 after 429', () => {
    // ⌊500/14⌋ and 500/5.
    for (const [status, retries] of [
      [503, 35],
      [429, 100],
    ] as const) {
      const script = new MemoryScript(policy);
      for (let retry = 0; retry < retries; retry += 1) expect(script.mayRetry({ status })).toBe(true);
      expect(script.mayRetry({ status })).toBe(false);
    }
  });

  test('gets back what a retry has cost when it succeeds, and nothing when it fails', () => {
    const script = new MemoryScript(policy);
    for (let retry = 0; retry < 35; retry += 1) script.mayRetry();
    script.ended(true, { attempt: 1 });
    expect(script.mayRetry()).toBe(false);
    script.ended(false, { attempt: 1 });
    expect(script.mayRetry()).toBe(true);
    expect(script.mayRetry()).toBe(false);
  });

  test('grows by one with each success at the first attempt, and not beyond 500', () => {
    const script = new MemoryScript(policy);
    for (let success = 0; success < 100; success += 1) script.ended(false);
    for (let retry = 0; retry < 35; retry += 1) script.mayRetry();
    // 500 − 35·14 = 10 are left: four more are needed.
    for (let success = 0; success < 3; success += 1) script.ended(false);
    expect(script.mayRetry()).toBe(false);
    script.ended(false);
    expect(script.mayRetry()).toBe(true);
  });

  test('is whole again when all retries have succeeded, whatever each had cost', () => {
    const script = new MemoryScript(policy);
    for (const status of [503, 429, 429, 503, 429]) script.mayRetry({ status });
    for (let success = 0; success < 5; success += 1) script.ended(false, { attempt: 1 });
    for (let retry = 0; retry < 100; retry += 1) expect(script.mayRetry({ status: 429 })).toBe(true);
    expect(script.mayRetry({ status: 429 })).toBe(false);
  });
});
