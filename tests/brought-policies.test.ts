import { describe, expect, test } from 'vitest';
import type { PolicyMemory, RetryPolicy } from '../ports/index.ts';
import { builtinSubject, run } from '../sim/index.ts';
import type { RunResult, Scenario } from '../sim/index.ts';
import { WORLD_EPOCH_MS } from '../sim/kernel/index.ts';
import { loadScenario } from '../sim/scenario/index.ts';

function load(name: string): Scenario {
  const loaded = loadScenario(name, {});
  if (!loaded.ok) throw new Error(`${name} can't be loaded.`);
  return loaded.scenario;
}

/** Our own edge and device by this policy. */
async function runBy(policy: RetryPolicy, scenario: Scenario, seed = '1'): Promise<RunResult> {
  return run({
    scenario,
    seed,
    subject: { ...builtinSubject(scenario), policy },
    transport: 'direct',
  });
}

const CAPPED_AT_MS = 30_000;

/** Equal jitter under a cap, as most clients do it. */
function patient(longestMs: (retry: number) => number, retriesMax: number): RetryPolicy {
  return {
    name: 'patient',
    retriesMax,
    delayMs: (retry, uniform) => longestMs(retry) * (0.5 + uniform / 2),
    delayBoundsMs: (retry) => ({ min: longestMs(retry) / 2, max: longestMs(retry) }),
  };
}

function doubling(capMs: number) {
  return (retry: number): number => Math.min(capMs, 1_000 * 2 ** retry);
}

/** Runs that ask for the time and for chance, one by one. */
class Asking implements PolicyMemory {
  readonly told: string[];

  constructor(told: string[]) {
    this.told = told;
  }

  ended(): void {
    this.told.push(`${Date.now()} ${Math.random()} ${new Date().getHours()}`);
  }
}

describe('a policy that somebody brings', () => {
  const SMALL = { ...load('lost-ack'), durationMs: 20_000 };

  test('is told the time and the chance of the world, and so the same in each run', async () => {
    const runs: string[][] = [];
    const asking = (): RetryPolicy => {
      const told: string[] = [];
      runs.push(told);
      const remember = () => new Asking(told);
      return { ...patient(doubling(CAPPED_AT_MS), 12), memory: 'device', remember };
    };
    const [first, second] = [await runBy(asking(), SMALL), await runBy(asking(), SMALL)];
    expect(second.fingerprint).toBe(first.fingerprint);
    const [told = [], again] = runs;
    expect(told.length).toBeGreaterThan(50);
    expect(again).toEqual(told);
    const times = told.map((line) => Number(line.split(' ')[0]));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(WORLD_EPOCH_MS);
    expect(Math.max(...times)).toBeLessThan(WORLD_EPOCH_MS + 3_600_000);
  });

  test('is not taken for one of ours that has its name', async () => {
    const named = { ...patient(doubling(CAPPED_AT_MS), 12), name: SMALL.device.policy.name };
    const { expectations, subject } = await runBy(named, load('brownout'));
    expect(subject.policy).toBe(`${named.name} (brought)`);
    const p50 = expectations.find(({ what }) => what === 'latencyP50');
    expect(p50).toMatchObject({ verdict: 'not-applicable' });
  });

  test('leaves as it was what hosts are told by ours', async () => {
    const before = Date.now();
    await runBy(patient(doubling(CAPPED_AT_MS), 12), SMALL);
    expect(Date.now()).toBeGreaterThanOrEqual(before);
    expect(before).toBeGreaterThan(WORLD_EPOCH_MS);
  });
});

describe('a policy that is right raises no alarm', () => {
  // A drain by the policy of the file would be over before the retry that waits longest.
  test.for(['storm', 'store-outage', 'flapping'])(
    'by waiting five minutes at the longest, in %s',
    async (name) => {
      const { outcome, why } = await runBy(patient(doubling(300_000), 20), load(name));
      expect([outcome, why]).toEqual(['passed', expect.anything()]);
    },
  );

  test.for(['brownout', 'backlog', 'long-lists', 'reboot-in-outage', 'small-memory', 'clock-1970'])(
    'by waiting otherwise than the file has it, in %s',
    async (name) => {
      const { outcome, why } = await runBy(patient(doubling(CAPPED_AT_MS), 12), load(name));
      expect([outcome, why]).toEqual(['passed', expect.anything()]);
    },
  );

  test.for([Infinity, Number.MAX_SAFE_INTEGER])('by having no end, as %d', async (retriesMax) => {
    const { outcome, scenario } = await runBy(patient(doubling(CAPPED_AT_MS), retriesMax), load('storm'));
    expect(outcome).toBe('passed');
    expect(scenario.drain.withinMs).toBeLessThan(3_600_000);
  });
});

test('a policy that tries again when our edge has forgotten is warned of it', async () => {
  const policy = patient(doubling(300_000), 20);
  const forgetting = { ...load('brownout').edge, dedupe: { ttlMs: 300_000, limit: 10_000 } };
  const { warnings } = await runBy(policy, { ...load('brownout'), edge: forgetting });
  expect(warnings).toEqual([
    'edge.dedupe.ttl: the edge forgets a reading after 5m, but by the policy patient a request for it may still come after 18m. ' +
      'What comes later is stored a second time. Raise edge.dedupe.ttl to 18m or more.',
  ]);
  const remembering = { ...load('brownout').edge, dedupe: { ttlMs: 3_600_000, limit: 10_000 } };
  const { outcome, warnings: none } = await runBy(policy, { ...load('brownout'), edge: remembering });
  expect([outcome, none]).toEqual(['passed', []]);
});

test('a policy that grows past what a timer can wait for is warned of it, though no run is that long', async () => {
  const { warnings } = await runBy(patient(doubling(Infinity), 40), load('calm'));
  expect(warnings).toContainEqual(
    'policy patient: before retry 23 it waits for up to 48.5 days, and a timer of Node that is to wait for more than 24.9 days ' +
      'fires at once. Give it a cap.',
  );
  const { warnings: fewer } = await runBy(patient(doubling(Infinity), 21), load('calm'));
  expect(fewer.filter((warning) => warning.startsWith('policy'))).toEqual([]);
});

test('a policy whose cap cuts its jitter off is warned of it', async () => {
  const capped = (retry: number, uniform: number): number =>
    Math.min(10_000, 1_000 * 3 ** retry * (1 + uniform));
  const policy: RetryPolicy = {
    name: 'capped',
    retriesMax: 8,
    delayMs: capped,
    delayBoundsMs: (retry) => ({ min: capped(retry, 0), max: capped(retry, 1) }),
  };
  const { warnings } = await runBy(policy, load('calm'));
  expect(warnings).toContainEqual(
    'policy capped: its jitter ends with retry 3. All that fail in one instant come back in one from then on, 10s later. ' +
      'Put the jitter on what the cap leaves.',
  );
});

test('a policy that cuts Retry-After short is warned of it', async () => {
  const cutting = { ...patient(() => 8_000, 6), handlesRetryAfter: true } as const;
  const { warnings } = await runBy(cutting, load('calm'));
  expect(warnings).toContainEqual(
    expect.stringMatching(
      /^policy patient: where Retry-After asks for 30s, it comes back after 8s at the latest/,
    ),
  );
});

/** Each loses readings, or makes all devices come at once, where the one above does not. */
const MISTAKES: readonly (readonly [mistake: string, scenario: string, policy: RetryPolicy])[] = [
  ['takes seconds for milliseconds', 'herd', patient((retry) => Math.min(30, 2 ** retry), 12)],
  ['does not grow', 'partition', patient(() => 200, 12)],
  ['never tries again', 'flapping', patient(doubling(CAPPED_AT_MS), 0)],
  ['gives up in an instant', 'flapping', patient(() => 50, 3)],
  [
    'has no jitter',
    'herd',
    {
      ...patient(doubling(CAPPED_AT_MS), 12),
      delayMs: doubling(CAPPED_AT_MS),
      delayBoundsMs: (retry) => ({ min: doubling(CAPPED_AT_MS)(retry), max: doubling(CAPPED_AT_MS)(retry) }),
    },
  ],
  [
    'adds a jitter that spreads nobody',
    'herd',
    {
      ...patient(doubling(CAPPED_AT_MS), 12),
      delayMs: (retry, uniform) => doubling(CAPPED_AT_MS)(retry) + 10 * uniform,
      delayBoundsMs: (retry) => {
        const min = doubling(CAPPED_AT_MS)(retry);
        return { min, max: min + 10 };
      },
    },
  ],
];

test.for(MISTAKES)('a policy that %s fails %s', async ([, name, policy]) => {
  const { outcome } = await runBy(policy, load(name));
  expect(outcome).toBe('violated');
});
