import { describe, expect, test } from 'vitest';
import { exponentialJitter } from './exponential-jitter.ts';
import { MemoryScript } from './memory-script.ts';
import { DEFAULT_POLICY_SETTINGS as settings } from './policy-settings.ts';
import { retryBudget } from './retry-budget.ts';

const policy = retryBudget.create(settings);

function retriesAllowed(script: MemoryScript): number {
  let retries = 0;
  while (retries < 10_000 && script.mayRetry()) retries += 1;
  return retries;
}

describe('retry-budget', () => {
  test('waits like exponential-jitter', () => {
    const own = exponentialJitter.create(settings);
    for (const retry of [0, 3, 9]) {
      expect(policy.delayMs(retry, 0.7)).toBe(own.delayMs(retry, 0.7));
      expect(policy.delayBoundsMs(retry)).toEqual(own.delayBoundsMs(retry));
    }
  });

  test('allows 10 retries a second, over 10 s, to who sends nothing', () => {
    expect(retriesAllowed(new MemoryScript(policy))).toBe(100);
  });

  test('allows one retry more for five first attempts, and none for retries', () => {
    const script = new MemoryScript(policy);
    for (let request = 0; request < 50; request += 1) expect(script.admit().kind).toBe('send');
    for (let retry = 0; retry < 50; retry += 1) script.admit({ attempt: 1 });
    // 100 + 50/5.
    expect(retriesAllowed(script)).toBe(110);
  });

  test('forgets deposits and withdrawals after 10 s', () => {
    const script = new MemoryScript(policy);
    for (let request = 0; request < 1_000; request += 1) script.admit();
    // 100 + 1000/5.
    expect(retriesAllowed(script)).toBe(300);
    script.nowMs = 9_999;
    expect(script.mayRetry()).toBe(false);
    script.nowMs = 10_000;
    expect(retriesAllowed(script)).toBe(100);
  });
});
