import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemoryScript } from './memory-script.ts';
import { createPolicy, parametersOf, POLICIES, POLICY_NAMES } from './policies.ts';
import { DEFAULT_POLICY_SETTINGS as defaults } from './policy-settings.ts';
import type { PolicySettings } from './policy-settings.ts';
import type { RetryContext } from '../../ports/index.ts';

/** Nothing, or a microsecond and more: the relative rounding error of a double holds from there on. */
const anySpanMs = (max: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 9, arbitrary: fc.double({ min: 0.001, max, noNaN: true }) },
  );

const anySettings: fc.Arbitrary<PolicySettings> = fc
  .record({
    name: fc.constantFrom(...POLICY_NAMES),
    baseMs: anySpanMs(60_000),
    factor: fc.double({ min: 1, max: 10, noNaN: true }),
    capMs: anySpanMs(600_000),
    jitterRatio: fc.double({ min: 0, max: 1, noNaN: true }),
    retries: fc.integer({ min: 0, max: 100 }),
  })
  .map((settings) => ({ ...settings, capMs: Math.max(settings.baseMs, settings.capMs) }));

const anyUniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const anyFailure = fc.record({
  status: fc.constantFrom(null, 429, 500, 503),
  retryAfterMs: fc.option(fc.integer({ min: 0, max: 120_000 })),
  uniform: anyUniform,
});

/** The cap, and what stands beside it in those formulas that know of something longer. */
function longestMs({ name, capMs }: PolicySettings, retryAfterMs: number | null): number {
  if (name === 'grpc') return 1.2 * capMs;
  if (name === 'aws-standard') return Math.max(20_000, Math.min(retryAfterMs ?? 0, 25_000));
  if (name === 'retry-after') return Math.max(capMs, 1.5 * (retryAfterMs ?? 0));
  if (name === 'store-and-forward') return Math.max(capMs, 60_000);
  return capMs;
}

describe('every policy', () => {
  test('stands in a file of its name, and carries that name', async () => {
    for (const name of POLICY_NAMES) {
      const file: unknown = await import(`./${name}.ts`);
      expect(Object.values(Object(file)), name).toContain(POLICIES[name]);
      expect(createPolicy({ ...defaults, name }).name).toBe(name);
    }
  });

  test('looks at the settings that it declares, and at no others', () => {
    for (const name of POLICY_NAMES) {
      const looked = new Set<unknown>();
      const watched = new Proxy<PolicySettings>(defaults, {
        get(settings, key) {
          looked.add(key);
          return Reflect.get(settings, key);
        },
      });
      POLICIES[name].create(watched).delayMs(0, 0.5);
      expect(looked, name).toEqual(new Set(parametersOf(name)));
    }
  });

  test('stays within its own bounds, and below its cap, over any chain of retries and answers', () => {
    fc.assert(
      fc.property(anySettings, fc.array(anyFailure, { maxLength: 12 }), (settings, failures) => {
        const policy = createPolicy(settings);
        let previous: RetryContext['previous'] = null;
        for (const [retryIndex, { uniform, ...answer }] of failures.entries()) {
          const delayMs = policy.delayMs(retryIndex, uniform, { ...answer, previous });
          const { min, max } = policy.delayBoundsMs(retryIndex, answer);
          expect(delayMs).toBeGreaterThanOrEqual(min);
          expect(delayMs).toBeLessThanOrEqual(max);
          expect(min).toBeGreaterThanOrEqual(0);
          // A rounding error more where the jitter comes after the cap.
          expect(max).toBeLessThanOrEqual(longestMs(settings, answer.retryAfterMs) * (1 + 1e-12));
          previous = { delayMs, uniform };
        }
      }),
      { numRuns: 500 },
    );
  });

  test('gives a delay within its bounds for any retry without a word on what came before', () => {
    // `retryIndex` goes far above any budget: f^k then overflows to Infinity.
    fc.assert(
      fc.property(anySettings, fc.integer({ min: 0, max: 5_000 }), anyUniform, (settings, retryIndex, u) => {
        const policy = createPolicy(settings);
        const delayMs = policy.delayMs(retryIndex, u);
        const { min, max } = policy.delayBoundsMs(retryIndex);
        expect(Number.isFinite(delayMs) && Number.isFinite(max)).toBe(true);
        expect(delayMs).toBeGreaterThanOrEqual(min);
        expect(delayMs).toBeLessThanOrEqual(max);
      }),
      { numRuns: 500 },
    );
  });

  test('allows the retries that were set, apart from those that have their own number', () => {
    const own = new Map<string, number>([
      ['none', 0],
      ['aws-standard', 2],
      ['store-and-forward', Infinity],
    ]);
    for (const name of POLICY_NAMES) {
      expect(createPolicy({ ...defaults, name, retries: 3 }).retriesMax, name).toBe(own.get(name) ?? 3);
    }
  });

  test('remembers beyond a reading exactly when it says whose memory that is', () => {
    for (const name of POLICY_NAMES) {
      const { memory = 'none', ...policy } = createPolicy({ ...defaults, name });
      expect('remember' in policy, name).toBe(memory === 'device' || memory === 'process');
    }
  });

  test('makes an empty memory each time', () => {
    for (const name of POLICY_NAMES) {
      const policy = createPolicy({ ...defaults, name });
      if (policy.remember === undefined) continue;
      const failing = new MemoryScript(policy);
      for (let failure = 0; failure < 40; failure += 1) {
        failing.admit({ uniform: 0.999 });
        failing.ended(true);
        failing.mayRetry();
      }
      const fresh = new MemoryScript(policy);
      expect(fresh.admit({ uniform: 0 }).kind, name).toBe('send');
      fresh.ended(false);
      expect(fresh.mayRetry(), name).toBe(true);
    }
  });
});

describe('a policy that does not exist', () => {
  test.for(['exponental', '', 'toString', '__proto__'])('%j is refused with the names there are', (name) => {
    expect(() => createPolicy({ ...defaults, name })).toThrow(
      `There is no retry policy "${name}". Choose one of: exponential-jitter, none, immediate, fixed, linear, exponential, equal-jitter, `,
    );
  });
});
