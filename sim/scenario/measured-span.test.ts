import { expect, test } from 'vitest';
import { createPolicy } from '../../device/policy/policies.ts';
import type { MeasuredPolicy } from './measured-span.ts';
import { measuredSpan } from './measured-span.ts';
import { parseScenario } from './parse-scenario.ts';
import { scenarioFrom } from './testing/scenario-from.ts';

function compared(yaml: string, ...names: readonly string[]): readonly MeasuredPolicy[] {
  return names.map((name) => {
    const scenario = scenarioFrom(`name: a\nduration: 5m\ndevice: { policy: ${name} }\n${yaml}`);
    return { scenario, policy: createPolicy(scenario.device.policy) };
  });
}

const LOSS = 'network: { loss: 50% }';

test.for([
  // 5 · 1 s and 6 timeouts of 5 s; 31 s and as many; the longest counts, in whatever order.
  [LOSS, ['fixed'], { fromMs: 0, untilMs: 265_000, end: 'horizon', horizonMs: 35_000 }],
  [LOSS, ['fixed', 'exponential'], { fromMs: 0, untilMs: 239_000, end: 'horizon', horizonMs: 61_000 }],
  [LOSS, ['exponential', 'fixed'], { fromMs: 0, untilMs: 239_000, end: 'horizon', horizonMs: 61_000 }],
  // Nothing could cover the retries of one that never gives up: the others decide.
  [LOSS, ['fixed', 'store-and-forward'], { untilMs: 265_000, end: 'horizon' }],
  // Its own six attempts count; how long its breaker stays open does not: (1 + 2 + 4 + 8 + 16) · 1.5 and 30 s.
  [LOSS, ['circuit-breaker'], { untilMs: 223_500, end: 'horizon' }],
  ['edge: { overload: 10% }', ['fixed'], { end: 'horizon' }],
  // Capacity is what the place is like: it does not end, and nobody gains by waiting for that.
  ['edge: { capacity: { rate: 5 } }', ['fixed'], { untilMs: 300_000, end: 'whole' }],
  // A device drops a reading before the first request for it.
  ['device: { drop: 10% }', ['fixed'], { untilMs: 300_000, end: 'whole' }],
  // A window that closes in time ends for all alike; one that lasts to the end does not.
  ['timeline: [{ at: 1m, for: 3m, network: { loss: 50% } }]', ['fixed'], { end: 'whole' }],
  ['timeline: [{ at: 1m, for: 4m, network: { loss: 50% } }]', ['fixed'], { end: 'horizon' }],
  ['timeline: [{ at: 1m, for: 4m, edge: { restart: true } }]', ['fixed'], { end: 'horizon' }],
  // A warm-up, and what the scenario says of the end, whatever faults there are.
  [`${LOSS}\nmeasure: { from: 30s }`, ['fixed'], { fromMs: 30_000, untilMs: 265_000, end: 'horizon' }],
  [
    `${LOSS}\nmeasure: { from: 30s, until: 2m }`,
    ['fixed'],
    { fromMs: 30_000, untilMs: 120_000, end: 'said' },
  ],
  // 60 retries of 1 s and 61 timeouts of 5 s are longer than the run.
  [LOSS, ['{ name: fixed, retries: 60 }'], { fromMs: 0, untilMs: 300_000, end: 'short', horizonMs: 365_000 }],
] as const)('with %s, %j are measured over %j', ([yaml, names, expected]) => {
  const isDevice = yaml.startsWith('device:');
  const policies = isDevice
    ? [scenarioFrom(`name: a\nduration: 5m\n${yaml}`)].map((scenario) => ({
        scenario,
        policy: createPolicy(scenario.device.policy),
      }))
    : compared(yaml, ...names);
  expect(measuredSpan(policies)).toMatchObject(expected);
});

test.for([
  ['measure: { from: 5m }', 'readings from 5m on, in a run of 5m'],
  ['measure: { until: 6m }', 'readings until 6m, in a run of 5m'],
  ['measure: { from: 2m, until: 2m }', 'readings from 2m until 2m'],
] as const)('%s is refused', ([yaml, found]) => {
  const result = parseScenario(`name: a\nduration: 5m\n${yaml}`, 'a.yaml');
  expect(result.ok ? [] : result.errors.map((error) => error.found)).toEqual([
    expect.stringContaining(found),
  ]);
});
