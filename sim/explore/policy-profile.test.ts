import { describe, expect, test } from 'vitest';
import type { RetryPolicy } from '../../ports/index.ts';
import { meanTotalDelayMs, profilePolicy } from './policy-profile.ts';

const bounds = { min: 0, max: 1e9 };

const uniformUpTo = (longestMs: (retryIndex: number) => number, retriesMax = 5): RetryPolicy => ({
  name: 'uniform',
  retriesMax,
  delayMs: (retryIndex, uniform) => uniform * longestMs(retryIndex),
  delayBoundsMs: () => bounds,
});

/** s = b + u(3s' − b), uncapped. */
const decorrelated: RetryPolicy = {
  name: 'decorrelated',
  retriesMax: 3,
  delayMs: (_retry, uniform, context) => 1 + uniform * (3 * (context?.previous?.delayMs ?? 1) - 1),
  delayBoundsMs: () => bounds,
};

describe('the profile of a policy', () => {
  test('has mean and percentiles of each of the first ten delays', () => {
    const { delays } = profilePolicy(uniformUpTo((retryIndex) => 1_000 * (retryIndex + 1)));
    expect(delays.map(({ retryIndex }) => retryIndex)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const { retryIndex, meanMs, p5Ms, p95Ms } of delays) {
      // Uniform on [0, longest): half of it, and 5 % and 95 % of it.
      const longestMs = 1_000 * (retryIndex + 1);
      expect(meanMs / longestMs).toBeCloseTo(0.5, 5);
      expect(p5Ms / longestMs).toBeCloseTo(0.05, 3);
      expect(p95Ms / longestMs).toBeCloseTo(0.95, 3);
    }
  });

  test('hands each delay on to the next: decorrelated jitter has the means 2, 3.5 and 5.75', () => {
    const { delays, meanTotalDelayMs: totalMs } = profilePolicy(decorrelated);
    // A product of independent draws: four standard errors of the third, whose sd is below 4, over 20,000 chains.
    for (const [index, expected] of [2, 3.5, 5.75].entries()) {
      expect(Math.abs((delays[index]?.meanMs ?? 0) - expected)).toBeLessThan((4 * 4) / Math.sqrt(20_000));
    }
    expect(totalMs).toBeCloseTo(11.25, 1);
  });

  test('is the same each time', () => {
    expect(profilePolicy(decorrelated)).toEqual(profilePolicy(decorrelated));
  });

  test('asks for no Retry-After, and says that there was an answer', () => {
    const seen = new Set<string>();
    const curious: RetryPolicy = {
      ...uniformUpTo(() => 1),
      delayMs: (_retry, _uniform, context) => {
        seen.add(`${context?.status} ${context?.retryAfterMs}`);
        return 1;
      },
    };
    profilePolicy(curious);
    expect([...seen]).toEqual(['503 null']);
  });
});

describe('the mean total delay', () => {
  test('is the sum of the mean delays of all retries', () => {
    // (1 + 2 + 4 + 8 + 16)/2 = 15.5 s.
    expect(meanTotalDelayMs(uniformUpTo((retryIndex) => 1_000 * 2 ** retryIndex))).toBeCloseTo(15_500, 0);
  });

  test('is 0 without retries, and nothing that can be told for a policy that never gives up', () => {
    expect(meanTotalDelayMs(uniformUpTo(() => 1_000, 0))).toBe(0);
    expect(meanTotalDelayMs(uniformUpTo(() => 1_000, Infinity))).toBeNull();
  });

  test('of a million retries takes the late ones to be alike', () => {
    // Half a second each.
    expect((meanTotalDelayMs(uniformUpTo(() => 1_000, 1_000_000)) ?? 0) / 5e8).toBeCloseTo(1, 3);
  });
});
