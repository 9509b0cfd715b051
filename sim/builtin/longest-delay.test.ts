import { describe, expect, test } from 'vitest';
import { createPolicy } from '../../device/index.ts';
import type { PolicySettings } from '../scenario/index.ts';
import { longestDelayMs, retriesOf } from '../scenario/longest-delay.ts';
import { POLICY_NAMES } from '../scenario/policy-name.ts';

const settings: PolicySettings = {
  name: 'exponential-jitter',
  baseMs: 1_000,
  factor: 2,
  capMs: 30_000,
  jitterRatio: 0.5,
  retries: 5,
};

describe('the longest delay that the loader reckons with', () => {
  test.for(POLICY_NAMES)('is, for %s, the upper bound of the policy itself', (name) => {
    for (const changed of [{}, { baseMs: 0 }, { baseMs: 250, factor: 3, capMs: 4_000, jitterRatio: 0.1 }]) {
      const policySettings = { ...settings, ...changed, name };
      const policy = createPolicy(policySettings);
      // Policies that are unbounded never get as far as a delay; their formula is not asked for.
      if (policy.retriesMax === Infinity) continue;
      expect(retriesOf(policySettings)).toBe(policy.retriesMax);
      for (let retry = 0; retry < policy.retriesMax; retry += 1) {
        for (const askedMs of [0, 2_500, 40_000]) {
          const context = { status: 429, retryAfterMs: askedMs === 0 ? null : askedMs };
          const boundMs = policy.delayBoundsMs(retry, context).max;
          const leastMs = policy.handlesRetryAfter === true ? boundMs : Math.max(boundMs, askedMs);
          expect(longestDelayMs(policySettings, retry, askedMs), `retry ${retry}`).toBe(Math.round(leastMs));
        }
      }
    }
  });

  test('is that of the default for a policy that nobody knows here', () => {
    // 4 s and half of it.
    expect(longestDelayMs({ ...settings, name: 'mine' }, 2, 0)).toBe(6_000);
  });

  test('stays finite where the power leaves the numbers', () => {
    for (const name of POLICY_NAMES) {
      expect(longestDelayMs({ ...settings, name }, 5_000, 0), name).toBeLessThanOrEqual(36_000);
    }
  });
});
