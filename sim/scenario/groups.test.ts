import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatScenarioError, parseScenario, scenarioToYaml } from './index.ts';
import type { Scenario } from './index.ts';
import { partAt, partsOf, sizesOf } from './groups.ts';
import { drainHorizonMs, policyHorizonMs } from './retry-horizon.ts';
import { createPolicy } from '../../device/policy/policies.ts';
import { estimate } from './estimate.ts';

function parsed(yaml: string): ReturnType<typeof parseScenario> {
  return parseScenario(`name: a\nduration: 5m\n${yaml}\n`, 'a.yaml');
}

function scenarioOf(yaml: string): Scenario {
  const result = parsed(yaml);
  if (!result.ok) throw new Error(result.errors.map(formatScenarioError).join('\n'));
  return result.scenario;
}

function errorsOf(yaml: string): readonly string[] {
  const result = parsed(yaml);
  return result.ok ? [] : result.errors.map(({ path, found, hint }) => `${path}: ${found} (${hint})`);
}

const shares = (...all: readonly (number | null)[]) => all.map((share) => ({ share }));

describe('a fleet in groups', () => {
  test.for([
    { of: shares(0.5, 0.5), devices: 10, sizes: [5, 5] },
    // 3.33 each: of equal remainders the first wins.
    { of: shares(null, null, null), devices: 10, sizes: [4, 3, 3] },
    // 4.7, 3.2 and 2.1: the one device that is left goes to the largest remainder.
    { of: shares(0.47, 0.32, 0.21), devices: 10, sizes: [5, 3, 2] },
    // The other two share 40 %: 1.4 devices each of 7, beside 4.2.
    { of: shares(null, 0.6, null), devices: 7, sizes: [2, 4, 1] },
    // 0.1 + 0.2 is a little more than 0.3, and 10 · 0.7 a little less than 7: no device may come of that.
    { of: shares(0.7, 0.3), devices: 10, sizes: [7, 3] },
    { of: shares(0.9, 0.1), devices: 1, sizes: [1, 0] },
  ])('of $devices has $sizes', ({ of, devices, sizes }) => {
    expect(sizesOf(of, devices)).toEqual(sizes);
  });

  test('has as many devices as without, and no group is off by a whole device', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 500 }), (parts, devices) => {
        const whole = parts.reduce((sum, part) => sum + part, 0);
        const of = shares(...parts.map((part) => part / whole));
        const sizes = sizesOf(of, devices);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(devices);
        sizes.forEach((size, index) => {
          expect(Math.abs(size - (devices * (parts[index] ?? 0)) / whole)).toBeLessThan(1 + 1e-6);
        });
      }),
    );
  });

  test('gives the first devices to the first group', () => {
    const { fleet } = scenarioOf('fleet: { devices: 5, groups: [{ name: a, share: 60% }, { name: b }] }');
    expect([0, 1, 2, 3, 4].map(partAt({ fleet }))).toEqual([0, 0, 0, 1, 1]);
  });

  test('is what the file says, with what a group says laid over it', () => {
    const scenario = scenarioOf(`
fleet: { devices: 4, interval: 2s, groups: [{ name: near }, { name: far, interval: 9s, device: { policy: { retries: 2 } }, network: { loss: 5% } }] }
device: { timeout: 3s, policy: { name: fixed, base: 4s } }
network: { latency: 10ms, loss: 1% }
`);
    const [near, far] = partsOf(scenario);
    expect(near).toMatchObject({ name: 'near', ownPolicy: false });
    expect(near?.scenario.device).toEqual(scenario.device);
    expect(far?.ownPolicy).toBe(true);
    expect(far?.scenario).toMatchObject({
      fleet: { intervalMs: 9_000 },
      device: { timeoutMs: 3_000, policy: { name: 'fixed', baseMs: 4_000, retries: 2 } },
      network: { latency: { valueMs: 10 }, loss: { probability: 0.05 } },
    });
    const again = parseScenario(scenarioToYaml(scenario), 'again.yaml');
    expect(again).toMatchObject({ ok: true, scenario });
  });

  test('waits at the end for its slowest group, and counts what each sends', () => {
    const scenario = scenarioOf(`
fleet: { devices: 4, interval: 10s, groups: [{ name: near }, { name: far, interval: 1s, device: { policy: { name: fixed, base: 60s, cap: 60s, retries: 1, jitter: 0% } } }] }
device: { timeout: 2s, policy: none }
`);
    // Near: one timeout. Far: 60 s and two timeouts.
    expect(drainHorizonMs(scenario, 300_000)).toBe(64_000);
    expect(policyHorizonMs(scenario, createPolicy(scenario.device.policy))).toBe(64_000);
    // Two devices send 30 readings once, two 300 twice at most.
    expect(estimate(scenario)).toEqual({ devices: 4, readings: 660, attemptsMax: 60 + 1_200 });
  });
});

describe('told in words', () => {
  test.for([
    {
      groups: '[{ name: a, share: 60% }, { name: b, share: 50% }]',
      error: 'fleet.groups: shares of 110% together (lower one of them)',
    },
    {
      groups: '[{ name: a, share: 60% }, { name: b, share: 30% }]',
      error: 'fleet.groups: shares of 90% together (raise one, or leave one out: it takes the rest)',
    },
    {
      groups: '[{ name: a, share: 100% }, { name: b }]',
      error: expect.stringContaining('fleet.groups: shares of 100% together'),
    },
    {
      groups: '[{ name: a }, { name: a }]',
      error: expect.stringContaining('fleet.groups.1.name: a second group a'),
    },
    { groups: '[{ name: Far Away }]', error: expect.stringContaining('fleet.groups.0.name') },
    { groups: '[{ share: 20% }]', error: expect.stringContaining('fleet.groups.0.name: nothing') },
    { groups: '[{ name: a, share: 120% }]', error: expect.stringContaining('fleet.groups.0.share') },
    {
      groups: '[{ name: a, network: { los: 1% } }]',
      error: expect.stringContaining('fleet.groups.0.network.los'),
    },
    {
      groups: '[{ name: a, device: { acknowledge: status } }]',
      error: expect.stringContaining('fleet.groups.0.device.acknowledge'),
    },
  ])('$groups is wrong', ({ groups, error }) => {
    expect(errorsOf(`fleet: { devices: 10, groups: ${groups} }`)).toContainEqual(error);
  });

  test('a set of devices of a group that does not exist', () => {
    const window = 'timeline: [{ at: 1m, for: 1m, network: { partition: { devices: { group: fra } } } }]';
    expect(errorsOf(`fleet: { devices: 4, groups: [{ name: far }] }\n${window}`)).toEqual([
      'timeline.0.network.partition.devices.group: the group fra (the other is fleet.groups at 3:30) (name one of these groups)',
    ]);
    expect(errorsOf(`fleet: { devices: 4 }\n${window}`)).toEqual([
      'timeline.0.network.partition.devices.group: the group fra (say fleet.groups)',
    ]);
  });
});
