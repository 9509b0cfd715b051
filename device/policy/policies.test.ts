import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_DEVICE_SETTINGS } from '../settings.ts';
import type { PolicySettings } from '../settings.ts';
import { createPolicy, POLICIES, POLICY_NAMES } from './policies.ts';

const defaults = DEFAULT_DEVICE_SETTINGS.policy;

const anySettings: fc.Arbitrary<PolicySettings> = fc
  .record({
    name: fc.constantFrom(...POLICY_NAMES),
    baseMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
    factor: fc.double({ min: 1, max: 10, noNaN: true }),
    capMs: fc.double({ min: 0, max: 600_000, noNaN: true }),
    jitterRatio: fc.double({ min: 0, max: 1, noNaN: true }),
    retries: fc.integer({ min: 0, max: 100 }),
  })
  .map((settings) => ({ ...settings, capMs: Math.max(settings.baseMs, settings.capMs) }));

describe('every policy', () => {
  test('carries the name it is found under', () => {
    for (const name of POLICY_NAMES) expect(POLICIES[name](defaults).name).toBe(name);
  });

  test('stays within its own bounds, and within the cap, for any setting, retry and chance', () => {
    // `retryIndex` goes far above any budget: f^k then overflows to Infinity.
    const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(anySettings, fc.integer({ min: 0, max: 2_000 }), uniform, (settings, retryIndex, u) => {
        const policy = createPolicy(settings);
        const delayMs = policy.delayMs(retryIndex, u);
        const { min, max } = policy.delayBoundsMs(retryIndex);
        expect(delayMs).toBeGreaterThanOrEqual(min);
        expect(delayMs).toBeLessThanOrEqual(max);
        expect(min).toBeGreaterThanOrEqual(0);
        expect(max).toBeLessThanOrEqual(settings.capMs);
      }),
    );
  });

  test('allows the retries that were set, and "none" none', () => {
    for (const name of POLICY_NAMES) {
      expect(createPolicy({ ...defaults, name, retries: 3 }).retriesMax).toBe(name === 'none' ? 0 : 3);
    }
  });
});

describe('a policy that does not exist', () => {
  test.for(['exponental', '', 'toString', '__proto__'])('%j is refused with the names there are', (name) => {
    expect(() => createPolicy({ ...defaults, name })).toThrow(
      `There is no retry policy "${name}". Choose one of: exponential-jitter, none, fixed, exponential, full-jitter.`,
    );
  });
});
