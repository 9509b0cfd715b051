import { describe, expect, test } from 'vitest';
import type { EdgeFactory } from '../ports/index.ts';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { RunResult } from '../sim/run/index.ts';
import { listScenarios } from '../sim/scenario/index.ts';
import type { TransportName } from '../sim/transport/index.ts';
import { goldenFingerprints } from './golden.ts';
import { durableEdge } from './right-subjects/durable-edge.ts';
import { scenarioCalled, scenarioFrom, smallScenario } from './run-scenario.ts';

const LANES = ['supertest', 'inject'] as const;

/**
 * What makes the fast lanes trustworthy: they leave out HTTP, and nothing that happens in the world. `sim check` holds whole
 * fleets over `direct` to the fingerprints that were agreed on; `sim verify` looks at whole fleets over every lane.
 */
describe.for(listScenarios().map(({ name }) => name))('%s', (name) => {
  const scenario = smallScenario(name);
  const over = (transport: TransportName) =>
    run({ scenario, seed: '1', subject: builtinSubject(scenario), transport });
  let direct: Promise<RunResult> | null = null;

  test.for(LANES)('is over %s the run that it is over direct, event by event', async (transport) => {
    // Asked for at once: worlds of one process do not disturb each other.
    direct ??= over('direct');
    const [expected, result] = await Promise.all([direct, over(transport)]);
    expect({ outcome: result.outcome, why: result.why, is: result.fingerprint }).toEqual({
      outcome: expected.outcome,
      why: expected.why,
      is: expected.fingerprint,
    });
    expect(expected.exchanges).toBeGreaterThan(0);
    expect(result.transport).toBe(transport);
  });
});

test.for(LANES)(
  'requests in pieces are over %s what they are over direct, whatever befalls the edge',
  async (transport) => {
    const scenario = scenarioFrom(`
name: pieces
description: Pieces meet an edge that stands still, crashes, and sheds.
duration: 1m
fleet: { devices: 6, interval: 1s, start: staggered }
network: { requestDribble: { probability: 50%, max: 4s }, requestCut: 10%, loss: 5%, answerLoss: 5%, duplicate: 10% }
edge: { overload: 10%, slow: { probability: 30% } }
timeline:
  - { at: 10s, for: 4s, edge: { freeze: requests } }
  - { at: 22s, for: 2s, edge: { freeze: timers } }
  - { at: 23s, for: 3s, edge: { restart: true } }
  - { at: 40s, for: 1s, edge: { restart: true } }
`);
    const over = (name: TransportName) =>
      run({ scenario, seed: '1', subject: builtinSubject(scenario), transport: name });
    const [expected, result] = await Promise.all([over('direct'), over(transport)]);
    expect(expected.outcome).toBe('violated');
    expect(expected.why).toBe('accepted-once');
    expect(result.fingerprint).toBe(expected.fingerprint);
  },
);

test('a whole fleet is over real HTTP the run that was agreed on', async () => {
  const scenario = scenarioCalled('storm');
  const result = await run({
    scenario,
    seed: '1',
    subject: builtinSubject(scenario),
    transport: 'supertest',
  });
  expect(result.fingerprint).toBe(goldenFingerprints().get('storm')?.get('1'));
});

test('every scenario that has a baseline still exists', () => {
  const names = listScenarios().map(({ name }) => name);
  expect([...goldenFingerprints().keys()].filter((name) => !names.includes(name))).toEqual([]);
});

/** Throws where Express and the like would catch it, at every seventh request; `hears`: and goes on all the same. */
function throwingEdge(hears: boolean): EdgeFactory {
  return async (env) => {
    const { handler, ...edge } = await durableEdge(env);
    let requests = 0;
    if (hears) process.on('uncaughtException', () => undefined);
    return {
      ...edge,
      handler: (request, response) => {
        // What asks for its counters, too.
        requests += 1;
        if (requests % 7 === 0) throw new Error('the seventh');
        handler(request, response);
      },
    };
  };
}

test.for([
  [false, 'crashed'],
  [true, 'violated'],
] as const)(
  'a handler that throws is over inject what it is over real HTTP (heard by the edge: %s)',
  async ([hears, outcome]) => {
    const scenario = scenarioCalled('calm', 'fleet.devices=3', 'duration=30s');
    const edge = { name: 'throwing', factory: throwingEdge(hears), foreign: true };
    const subject = { ...builtinSubject(scenario), edge };
    const over = (transport: TransportName) => run({ scenario, seed: '1', subject, transport });
    const [expected, result] = [await over('supertest'), await over('inject')];
    expect(expected.outcome).toBe(outcome);
    expect(result.fingerprint).toBe(expected.fingerprint);
    expect(result.why).toBe(expected.why);
  },
);

test('an edge that a transport has no way into is no failure of the edge', async () => {
  const scenario = scenarioCalled('calm');
  const edge = { name: 'durable', factory: durableEdge, foreign: true };
  const result = await run({
    scenario,
    seed: '1',
    subject: { ...builtinSubject(scenario), edge },
    transport: 'direct',
  });
  expect(result.outcome).toBe('unsupported');
  expect(result.why).toMatch(
    /an edge without an exchange\(request\) over the transport direct \(edge, once; use --transport inject\)/,
  );
});
