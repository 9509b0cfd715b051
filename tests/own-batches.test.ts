import { describe, expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { RunResult } from '../sim/run/index.ts';
import type { TransportName } from '../sim/transport/index.ts';
import { scenarioCalled, scenarioFrom } from './run-scenario.ts';

const SMALL = `
name: small-batches
duration: 45s
fleet: { devices: 2, interval: 1s, start: staggered }
device: { batch: { size: 5, linger: 5s }`;

const FAULTS: Readonly<Record<string, string>> = {
  'lost requests and answers': 'network: { loss: 10%, answerLoss: 30% }',
  'copies, resets and late answers':
    'network: { duplicate: 20%, reset: 10%, jitter: { probability: 20%, max: 6s } }',
  'damaged requests': 'network: { corrupt: 30% }',
  'an edge that is too small': 'edge: { capacity: { rate: 3, queue: 1 } }',
  'a limit for each device': 'edge: { rateLimit: { rate: 2, burst: 4 } }',
  'a slow edge that writes to one row':
    'edge: { slow: { probability: 50%, max: 6s }, contention: { min: 10ms, max: 1s } }',
  'proxies that answer in its place': 'edge: { errors: { badGateway: 10%, html: 10%, otherReading: 10% } }',
  'reboots and restarts':
    'timeline: [{ at: 20s, for: 2s, device: { reboot: true } }, { at: 32s, for: 2s, edge: { restart: true } }]',
};

async function runWith(yaml: string, device = '', transport: TransportName = 'direct'): Promise<RunResult> {
  const scenario = scenarioFrom(`${SMALL}${device} }\n${yaml}\n`);
  return run({ scenario, seed: '1', subject: builtinSubject(scenario), transport });
}

function brokenIn({ invariants }: RunResult): readonly (readonly [string, string | undefined])[] {
  return invariants.flatMap(({ name, verdict }) =>
    verdict.kind === 'violated' ? [[name, verdict.violations[0]?.message] as const] : [],
  );
}

describe('our own pair with batches', () => {
  test.for(Object.entries(FAULTS))(
    'keeps every promise through %s, the same run over HTTP and without',
    async ([, yaml]) => {
      const device = ', invalid: 5%, duplicate: 10%';
      const result = await runWith(yaml, device);
      // A restart forgets the keys of our edge, which holds them in memory: what is sent again after it is stored again.
      const allowed = yaml.includes('restart') ? ['accepted-once'] : [];
      expect(brokenIn(result).filter(([name]) => !allowed.includes(name))).toStrictEqual([]);
      expect(result.client.batches).toBeGreaterThan(10);
      // A device that is down takes no samples.
      expect(result.ledger.generated).toBeGreaterThan(84);
      expect((await runWith(yaml, device, 'inject')).fingerprint).toBe(result.fingerprint);
    },
  );

  test('goes on where less than a microsecond is left of a linger', async () => {
    // Staggered by the golden ratio, the instants of readings are no whole milliseconds: their differences have a rest.
    const scenario = scenarioCalled('storm', 'device.batch.size=5', 'duration=20s');
    const { outcome, client } = await run({
      scenario,
      seed: '1',
      subject: builtinSubject(scenario),
      transport: 'direct',
    });
    expect({ outcome, several: client.batches > 10 }).toEqual({ outcome: 'passed', several: true });
  });

  test('is the same run over real HTTP, also where clients hang up before their answer', async () => {
    const yaml = FAULTS['a slow edge that writes to one row'] ?? expect.fail();
    const result = await runWith(yaml);
    expect(result.client.timeouts).toBeGreaterThan(3);
    expect((await runWith(yaml, '', 'supertest')).fingerprint).toBe(result.fingerprint);
  });

  test('sends a fifth of the requests, and acknowledges the same readings', async () => {
    const quiet = 'network: { latency: { distribution: constant, value: 20ms } }';
    const together = await runWith(quiet);
    expect(together.ledger.ends.acknowledged).toBe(90);
    // 45 readings of each device in batches of five: the fifth comes four seconds after the first, before the linger is over.
    expect(together.client.batches).toBe(18);
    expect(together.edge.accepted).toBe(90);
  });
});
