import { describe, expect, test } from 'vitest';
import { grpc } from './grpc.ts';
import { meanTotalDelayMs } from './mean-delay.ts';
import { MemoryScript } from './memory-script.ts';
import { DEFAULT_POLICY_SETTINGS } from './policy-settings.ts';

const policy = grpc.create(DEFAULT_POLICY_SETTINGS);

describe('grpc', () => {
  test('waits the exponential delay ± 20 %, drawn after the cap', () => {
    expect(policy.delayBoundsMs(2)).toEqual({ min: 3_200, max: expect.closeTo(4_800, 9) });
    expect(policy.delayMs(2, 0.5)).toBeCloseTo(4_000, 9);
    // The cap of 30 s is exceeded by a fifth.
    expect(policy.delayBoundsMs(9).max).toBeCloseTo(36_000, 9);
  });

  test('waits 31 s on average over its five retries, as exponential does', () => {
    expect(meanTotalDelayMs(policy)).toBeCloseTo(31_000, 3);
  });

  test('retries while more than half of its ten tokens are left: until the fifth failure', () => {
    const script = new MemoryScript(policy);
    const allowed = Array.from({ length: 6 }, () => {
      script.ended(true);
      return script.mayRetry();
    });
    // Tokens left: 9, 8, 7, 6, 5, 4.
    expect(allowed).toEqual([true, true, true, true, false, false]);
  });

  test('needs one success more than ten for each failure to retry again', () => {
    const script = new MemoryScript(policy);
    for (let failure = 0; failure < 5; failure += 1) script.ended(true);
    // 5 tokens and a tenth are the first number above the half; ten successes more make up for one failure.
    script.ended(false);
    expect(script.mayRetry()).toBe(true);
    script.ended(true);
    for (let success = 0; success < 9; success += 1) script.ended(false);
    expect(script.mayRetry()).toBe(false);
    script.ended(false);
    expect(script.mayRetry()).toBe(true);
  });

  test('has never more than ten tokens and never less than none', () => {
    const rich = new MemoryScript(policy);
    for (let success = 0; success < 1_000; success += 1) rich.ended(false);
    for (let failure = 0; failure < 5; failure += 1) rich.ended(true);
    expect(rich.mayRetry()).toBe(false);
    const poor = new MemoryScript(policy);
    for (let failure = 0; failure < 1_000; failure += 1) poor.ended(true);
    for (let success = 0; success < 51; success += 1) poor.ended(false);
    expect(poor.mayRetry()).toBe(true);
  });
});
