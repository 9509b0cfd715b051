import { describe, expect, test } from 'vitest';
import type { DeviceFactory, EdgeFactory } from '../ports/index.ts';
import { builtinSubject } from '../sim/builtin/index.ts';
import { loadSubject } from '../sim/cli/loading/load-subject.ts';
import { run } from '../sim/run/index.ts';
import type { RunResult, Subject } from '../sim/run/index.ts';
import { listScenarios } from '../sim/scenario/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';
import { flushesAtItsStop } from './canaries/edges/drops-its-queue-at-a-stop.ts';
import { noDedupe } from './canaries/edges/no-dedupe.ts';
import { plainDevice } from './canaries/plain-device.ts';
import { askingDevice } from './right-subjects/asking-device.ts';
import { breakingDevice } from './right-subjects/breaking-device.ts';
import { budgetingDevice } from './right-subjects/budgeting-device.ts';
import { cachingEdge } from './right-subjects/caching-edge.ts';
import { deadLetterReplay } from './right-subjects/dead-letter-replay.ts';
import { durableEdge } from './right-subjects/durable-edge.ts';
import { forgettingEdge } from './right-subjects/forgetting-edge.ts';
import { hedgingDevice } from './right-subjects/hedging-device.ts';
import { layeredEdge } from './right-subjects/layered-edge.ts';
import { listingEdge } from './right-subjects/listing-edge.ts';
import { other2xxEdge } from './right-subjects/other-2xx-edge.ts';
import { longTimeout, shortTimeout } from './right-subjects/own-timeout.ts';
import { parkingDevice } from './right-subjects/parking-device.ts';
import { queueingEdge } from './right-subjects/queueing-edge.ts';
import { NEEDS_A_SOUND_DISK } from './right-subjects/subjects.ts';
import { tokenDevice } from './right-subjects/token-device.ts';
import { tokenEdge } from './right-subjects/token-edge.ts';
import { warmingEdge } from './right-subjects/warming-edge.ts';
import { scenarioCalled, smallScenario } from './run-scenario.ts';

const NAMES = listScenarios().map(({ name }) => name);

async function runWith(
  scenario: Scenario,
  brought: Partial<Pick<Subject, 'edge' | 'device'>>,
): Promise<RunResult> {
  const subject = { ...builtinSubject(scenario), ...brought };
  return run({ scenario, seed: '1', transport: brought.edge === undefined ? 'direct' : 'inject', subject });
}

/** More than one test looks at some of the runs. */
const runs = new Map<EdgeFactory | DeviceFactory, Map<string, Promise<RunResult>>>();

function once(
  factory: EdgeFactory | DeviceFactory,
  name: string,
  run: () => Promise<RunResult>,
): Promise<RunResult> {
  const known = runs.get(factory) ?? new Map<string, Promise<RunResult>>();
  const result = known.get(name) ?? run();
  runs.set(factory, known.set(name, result));
  return result;
}

function withEdge(factory: EdgeFactory, name: string): Promise<RunResult> {
  return once(factory, name, () =>
    runWith(scenarioCalled(name), { edge: { name: 'right', factory, foreign: true } }),
  );
}

function withDevice(factory: DeviceFactory, name: string): Promise<RunResult> {
  return once(factory, name, () =>
    runWith(scenarioCalled(name), { device: { name: 'right', factory, foreign: true } }),
  );
}

/** Of whole fleets, what depends on the edge: it sheds, limits, is gone and comes back, or forgets. */
const EDGES = [
  [
    'has a disk',
    durableEdge,
    ['brownout', 'edge-disk', 'edge-restart', 'herd', 'optimistic-lock', 'rate-limit', 'ttl-expiry'],
  ],
  ['lists its store', listingEdge, ['edge-restart', 'edge-disk', 'three-edges']],
  ['forgets by a timer for each reading', cachingEdge, ['calm']],
  ['writes what waits as it is stopped', flushesAtItsStop, ['orderly-stops']],
  ['counts what comes through a layer that is slow', layeredEdge, ['rate-limit', 'bad-request']],
  ['lets requests wait in a queue that counts nothing', queueingEdge, ['calm']],
  ['warms up', warmingEdge, ['calm', 'bad-request', 'flapping']],
  ['remembers for as long as it was told to', forgettingEdge, ['ttl-expiry', 'edge-restart', 'duplicate']],
] as const;

/**
 * Where readings are lost in a row, held up, told to wait or answered by somebody else: elsewhere the devices below are the
 * plain one. `npm run right-subjects` tries all of them everywhere, under many seeds.
 */
const HARD = ['burst-loss', 'reboot', 'server-errors'];

const DEVICES = [
  ['plays no faults', plainDevice, NAMES.filter((name) => !NEEDS_A_SOUND_DISK.includes(name))],
  ['asks after the health of the edge', askingDevice, ['calm']],
  ['has a budget of retries', budgetingDevice, ['rate-limit']],
  ['hedges, and says so', hedgingDevice, ['lost-ack', 'timeout']],
  ['parks what is exhausted', parkingDevice, HARD],
  ['looks through its dead letters', deadLetterReplay, HARD],
  ['opens its breaker for a minute', breakingDevice, ['wrong-clocks', 'refused-trial']],
  ['gives up waiting early', shortTimeout, HARD],
  ['waits long', longTimeout, HARD],
] as const;

/** What a report says of one expectation. */
function saidOf({ expectations }: RunResult, what: string): readonly string[] {
  return expectations.filter((each) => each.what === what).map(({ verdict, why }) => why ?? verdict);
}

describe('a subject that is right passes every scenario', () => {
  // Over HTTP, which costs three times what a run without it does: `npm run right-subjects` has whole fleets everywhere.
  test.for(NAMES)('an edge that has a disk passes %s with a small fleet', async (name) => {
    const edge = { name: 'right', factory: durableEdge, foreign: true };
    const { outcome, why } = await runWith(smallScenario(name), { edge });
    expect({ outcome, why }).toEqual({
      outcome: 'passed',
      why: expect.stringMatching(/^every invariant held/),
    });
  });

  test.for(EDGES.flatMap(([what, factory, names]) => names.map((name) => [what, name, factory] as const)))(
    'an edge that %s passes %s',
    async ([, name, factory]) => {
      const { outcome, why } = await withEdge(factory, name);
      expect({ outcome, why }).toEqual({
        outcome: 'passed',
        why: expect.stringMatching(/^every invariant held/),
      });
    },
  );

  // Answers, copies, retries and restarts; not server-errors: a page of a proxy with status 200 is no different from such an
  // answer, and whoever takes any 2xx is wrong there.
  test.for([
    [201, 'lost-ack'],
    [202, 'edge-restart'],
    [204, 'reboot'],
  ] as const)('an edge that answers %d, with a device that takes it, passes %s', async ([status, name]) => {
    const factory = other2xxEdge(status);
    const brought = { edge: { name: 'right', factory, foreign: true } };
    const { outcome, why } = await runWith(scenarioCalled(name, 'device.acknowledge=status'), brought);
    expect({ outcome, why }).toEqual({
      outcome: 'passed',
      why: expect.stringMatching(/^every invariant held/),
    });
  });

  // Our own edge breaks its promise in two of them, and it is our own edge that they expect it of.
  test.for(DEVICES.flatMap(([what, factory, names]) => names.map((name) => [what, name, factory] as const)))(
    'a device that %s passes %s',
    async ([, name, factory]) => {
      const { outcome, why } = await withDevice(factory, name);
      expect({ outcome, why }).toEqual({
        outcome: 'passed',
        why: expect.stringMatching(/^every invariant held/),
      });
    },
  );
});

test.for(['calm', 'bad-disk', 'duplicate'])(
  'an edge and a device whose tokens run out pass %s',
  async (name) => {
    const { outcome, why } = await runWith(scenarioCalled(name), {
      edge: { name: 'right', factory: tokenEdge, foreign: true },
      device: { name: 'right', factory: tokenDevice, foreign: true },
    });
    expect({ outcome, why }).toEqual({
      outcome: 'passed',
      why: expect.stringMatching(/^every invariant held/),
    });
  },
);

describe('an app that says nothing of what it stored', () => {
  test.for(['lost-ack', 'server-errors', 'optimistic-lock'])('passes %s by its answers', async (name) => {
    const scenario = scenarioCalled(name);
    const subject = await loadSubject(
      { edge: './examples/express-app.ts', device: undefined, policy: undefined },
      scenario,
    );
    const result = await run({ scenario, seed: '1', transport: 'inject', subject });
    expect(result.why).toMatch(
      /^every invariant held that could be observed \(not so: accepted-once, nothing-invented, metrics-reconcile\); /,
    );
    expect(result.ledger.storedBy).toBe('answers');
    expect(saidOf(result, 'delivered')).toEqual(['met']);
    expect(saidOf(result, 'acceptedTwice')).toEqual(['this edge does not tell it']);
  });
});

test.for(['edge-restart', 'ttl-expiry'])(
  'a promise that our edge breaks in %s is kept by one that can, and is asked of it',
  async (name) => {
    const result = await withEdge(durableEdge, name);
    const kept = result.invariants.find((each) => each.name === 'accepted-once');
    expect(kept).toMatchObject({ verdict: { kind: 'held' }, expectedBecause: null });
    expect(saidOf(result, 'accepted-once')).toEqual(['it is said of the built-in edge']);
  },
);

test.for([
  ['brownout', 'edge.capacity'],
  ['rate-limit', 'edge.rateLimit'],
  ['optimistic-lock', 'edge.contention'],
] as const)(
  'in %s the gateway plays %s in front of an edge that takes no settings',
  async ([name, fault]) => {
    const result = await withEdge(durableEdge, name);
    expect(saidOf(result, fault)).toEqual(['met']);
  },
);

test.for([
  ['drop', 'device.drop'],
  ['jitter', 'device.jitter'],
  ['duplicate', 'device.duplicate'],
  ['bad-request', 'device.invalid'],
] as const)('in %s the machine plays %s around a device that takes no settings', async ([name, fault]) => {
  const result = await withDevice(plainDevice, name);
  expect(saidOf(result, fault)).toEqual(['met']);
});

test('what cannot be played from outside is said not to be played, and what is said of ours to be that', async () => {
  const factory: DeviceFactory = async (env) => {
    const { fetch } = env;
    const quoted: typeof fetch = (url, init) =>
      fetch(url, { ...init, body: `{"telemetry":[${init.body ?? ''}]}` });
    return plainDevice({ ...env, fetch: quoted });
  };
  const device = { name: 'in a shape of its own', factory, foreign: true };
  const result = await runWith(scenarioCalled('bad-request', 'duration=20s', 'fleet.devices=1'), { device });
  expect(saidOf(result, 'device.invalid')).toEqual(['this device does not play it']);
  expect(saidOf(result, 'rejected')).toEqual([
    'it is said of the built-in device',
    'it is said of the built-in device',
  ]);
});

describe('an edge that forgets when it was told to', () => {
  test('breaks accepted-once in ttl-expiry, as it may', async () => {
    const result = await withEdge(forgettingEdge, 'ttl-expiry');
    const broken = result.invariants.find((each) => each.name === 'accepted-once');
    expect(broken).toMatchObject({ verdict: { kind: 'violated' }, expectedBecause: null });
    expect(broken?.allowedBecause).not.toBeNull();
    expect(result.why).toMatch(/^every invariant held but accepted-once, which may be broken here; /);
  });

  test('is told from one that looks for no copies', async () => {
    const factory: EdgeFactory = async (env) => {
      const { handler, accepted } = await noDedupe({ ...env, config: {} });
      return { handler, ...(accepted !== undefined && { accepted }) };
    };
    const { outcome, why } = await runWith(scenarioCalled('ttl-expiry'), {
      edge: { name: 'no dedupe', factory, foreign: true },
    });
    // 10 % of the readings are copied, and all copies are stored.
    expect({ outcome, why }).toEqual({
      outcome: 'violated',
      why: expect.stringMatching(/^acceptedTwice \(wanted <= 7.8% of generated, got \d+, (9|10|11)/),
    });
  });
});
