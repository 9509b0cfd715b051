import { expect, test } from 'vitest';
import { parseScenario } from './parse-scenario.ts';
import { drainHorizonMs, retryHorizon } from './retry-horizon.ts';

function horizonOf(yaml: string): number {
  const result = parseScenario(`name: a\nduration: 5m\n${yaml}`, 'a.yaml');
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return retryHorizon(result.scenario).totalMs;
}

test.for([
  // (1 + 2 + 4 + 8 + 16) · 1.5 = 46.5 s, and six timeouts of 5 s.
  ['', 46_500 + 30_000],
  ['device: { policy: none }', 5_000],
  ['device: { policy: { name: fixed, base: 2s, retries: 3 } }', 3 * 2_000 + 4 * 5_000],
  ['device: { policy: exponential }', 31_000 + 30_000],
  // 1.5, 3, 6, 10, 10: the cap comes after the jitter.
  ['device: { policy: { cap: 10s } }', 30_500 + 30_000],
  // Delays of 1.5, 3, 6, 12, 24 s, none below 9 s: 9 + 9 + 9 + 12 + 24.
  ['edge: { overload: { probability: 10%, retryAfter: 9s } }', 63_000 + 30_000],
  // No request is shed, so nobody is told to wait.
  ['edge: { overload: { probability: 0, retryAfter: 9s } }', 46_500 + 30_000],
  // The device takes a longer one for its maximum.
  [
    'device: { retryAfterMax: 2s }\nedge: { overload: { probability: 10%, retryAfter: 9s } }',
    2_000 + 45_000 + 30_000,
  ],
  // One token each 4 s: no delay below 4 s.
  [
    'edge: { rateLimit: { rate: 1, total: { rate: 0.25 } } }',
    4_000 + 4_000 + 6_000 + 12_000 + 24_000 + 30_000,
  ],
  ['edge: { rateLimit: { rate: 0.25 } }', 4_000 + 4_000 + 6_000 + 12_000 + 24_000 + 30_000],
  // A Retry-After of 9 s as above, this time from a lost race.
  ['edge: { contention: { retryAfter: 9s } }', 63_000 + 30_000],
  ['network: { duplicate: { probability: 10%, max: 65s } }', 46_500 + 30_000 + 65_000],
  // 1, 2, 3, 4 and 5 s.
  ['device: { policy: linear }', 15_000 + 30_000],
  // 3 and 9 and 27 s, then the cap of 30 s twice.
  ['device: { policy: decorrelated-jitter }', 99_000 + 30_000],
  // No delay of its own, however far 3^k overflows: 1,000 times the Retry-After.
  [
    'device: { policy: { name: decorrelated-jitter, base: 0s, retries: 1000 } }\n' +
      'edge: { overload: { probability: 10%, retryAfter: 1s } }',
    1_000_000 + 1_001 * 5_000,
  ],
  // The exponential 31 s and a fifth more.
  ['device: { policy: grpc }', 37_200 + 30_000],
  // Two retries whatever is set, up to 1 and 2 s after 429, and three attempts.
  ['device: { policy: { name: aws-standard, retries: 9 } }', 3_000 + 15_000],
  // 9 s with up to half as much more: 13.5, 13.5, 13.5, 13.5, and 24 s of its own.
  [
    'device: { policy: retry-after }\nedge: { overload: { probability: 10%, retryAfter: 9s } }',
    4 * 13_500 + 24_000 + 30_000,
  ],
  ['device: { policy: store-and-forward }', Infinity],
  ['device: { policy: circuit-breaker }', Infinity],
  // A window counts with its settings.
  [
    'timeline: [{ at: 1m, for: 1m, network: { reorder: { probability: 10%, max: 4s } } }]',
    46_500 + 30_000 + 4_000,
  ],
] as const)('with %j it is %d ms', ([yaml, totalMs]) => {
  expect(horizonOf(yaml)).toBe(totalMs);
});

function scenarioOf(yaml: string): Extract<ReturnType<typeof parseScenario>, { readonly ok: true }> {
  const result = parseScenario(`name: a\nduration: 5m\n${yaml}`, 'a.yaml');
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result;
}

test('a policy that nobody knows here is taken for the default', () => {
  const yaml = 'name: a\nduration: 5m\ndevice: { policy: { name: mine, retries: 1 } }';
  const result = parseScenario(yaml, 'a.yaml', { knownPolicies: ['mine'] });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  // 1 s and half of it, and two timeouts.
  expect(retryHorizon(result.scenario).totalMs).toBe(1_500 + 10_000);
});

test('under a policy that never gives up, the drain still has an end', () => {
  // Twice (60 s pause or delay, 5 s timeout), and 100 readings (5 m / 3 s) at 10 a second.
  const settings = scenarioOf('device: { policy: store-and-forward }').scenario;
  expect(drainHorizonMs(settings, 300_000)).toBe(130_000 + 10_000);
  expect(settings.drain.withinMs).toBeGreaterThanOrEqual(140_000);
  // The breaker adds its 10 s and those of a probe to what its delays take.
  expect(drainHorizonMs(scenarioOf('device: { policy: circuit-breaker }').scenario, 300_000)).toBe(
    76_500 + 20_000,
  );
});

test('a horizon without an end is a warning only where a run outlasts the TTL', () => {
  const warnings = (yaml: string): readonly string[] =>
    scenarioOf(yaml).warnings.map(({ message }) => message);
  const forgetful = warnings('device: { policy: store-and-forward }');
  expect(forgetful).toEqual([expect.stringContaining('store-and-forward never gives up')]);
  expect(warnings('device: { policy: store-and-forward }\nedge: { dedupe: { ttl: 1h } }')).toEqual([]);
  expect(warnings('device: { policy: full-jitter }')).toEqual([]);
});
