import { expect, test } from 'vitest';
import { parseScenario } from './parse-scenario.ts';
import { retryHorizon } from './retry-horizon.ts';

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
  ['edge: { rateLimit: { rate: 0.25 } }', 4_000 + 4_000 + 6_000 + 12_000 + 24_000 + 30_000],
  ['network: { duplicate: { probability: 10%, max: 65s } }', 46_500 + 30_000 + 65_000],
  // A window counts with its settings.
  [
    'timeline: [{ at: 1m, for: 1m, network: { reorder: { probability: 10%, max: 4s } } }]',
    46_500 + 30_000 + 4_000,
  ],
] as const)('with %j it is %d ms', ([yaml, totalMs]) => {
  expect(horizonOf(yaml)).toBe(totalMs);
});
