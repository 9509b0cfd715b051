import { describe, expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { RunResult, Subject } from '../sim/run/index.ts';
import { listScenarios } from '../sim/scenario/index.ts';
import { plainDevice } from './canaries/plain-device.ts';
import { deadLetterReplay } from './right-subjects/dead-letter-replay.ts';
import { durableEdge } from './right-subjects/durable-edge.ts';
import { longTimeout, shortTimeout } from './right-subjects/own-timeout.ts';
import { parkingDevice } from './right-subjects/parking-device.ts';
import { scenarioCalled } from './run-scenario.ts';

const NAMES = listScenarios().map(({ name }) => name);

async function runWith(name: string, brought: Partial<Pick<Subject, 'edge' | 'device'>>): Promise<RunResult> {
  const scenario = scenarioCalled(name);
  const subject = { ...builtinSubject(scenario), ...brought };
  return run({ scenario, seed: '1', transport: brought.edge === undefined ? 'direct' : 'inject', subject });
}

const EDGE = { edge: { name: 'durable', factory: durableEdge, foreign: true } };
const DEVICE = { device: { name: 'plain', factory: plainDevice, foreign: true } };

const DEVICES = [
  ['plays no faults', plainDevice],
  ['parks what is exhausted', parkingDevice],
  ['looks through its dead letters', deadLetterReplay],
  ['gives up waiting early', shortTimeout],
  ['waits long', longTimeout],
] as const;

/** What a report says of one expectation. */
function saidOf({ expectations }: RunResult, what: string): readonly string[] {
  return expectations.filter((each) => each.what === what).map(({ verdict, why }) => why ?? verdict);
}

describe('a subject that is right passes every scenario', () => {
  test.for(NAMES)('an edge with a disk passes %s', async (name) => {
    const { outcome, why } = await runWith(name, EDGE);
    expect({ outcome, why }).toEqual({
      outcome: 'passed',
      why: expect.stringMatching(/^every invariant held/),
    });
  });

  // Our own edge breaks its promise in two of them, and it is our own edge that they expect it of.
  test.for(DEVICES.flatMap(([what, factory]) => NAMES.map((name) => [what, name, factory] as const)))(
    'a device that %s passes %s',
    async ([, name, factory]) => {
      const { outcome, why } = await runWith(name, { device: { name: 'right', factory, foreign: true } });
      expect({ outcome, why }).toEqual({
        outcome: 'passed',
        why: expect.stringMatching(/^every invariant held/),
      });
    },
  );
});

test.for(['edge-restart', 'ttl-expiry'])(
  'a promise that our edge breaks in %s is kept by one that can, and is asked of it',
  async (name) => {
    const result = await runWith(name, EDGE);
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
    const result = await runWith(name, EDGE);
    expect(saidOf(result, fault)).toEqual(['met']);
  },
);

test('what only our own device plays is said not to be played', async () => {
  const result = await runWith('bad-request', DEVICE);
  expect(saidOf(result, 'device.invalid')).toEqual(['this device does not play it']);
  expect(saidOf(result, 'rejected')).toEqual([
    'it is said of the built-in device',
    'it is said of the built-in device',
  ]);
  expect(result.why).toBe(
    'every invariant held; 4 of 6 expectations were not applicable (this device does not play it; it is said of the built-in device), the others were met',
  );
});
