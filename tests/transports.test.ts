import { describe, expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { listScenarios } from '../sim/scenario/index.ts';
import type { TransportName } from '../sim/transport/index.ts';
import { goldenFingerprints } from './golden.ts';
import { scenarioCalled } from './run-scenario.ts';

const golden = goldenFingerprints();

/** `sim check` holds all three seeds over `direct` to the same fingerprints. */
const SEEDS: Readonly<Record<Exclude<TransportName, 'direct'>, string>> = { supertest: '1', inject: '2' };

/** What makes the fast lanes trustworthy: they leave out HTTP, and nothing that happens in the world. */
describe.for(listScenarios().map(({ name }) => name))('%s', (name) => {
  test.for(['supertest', 'inject'] as const)(
    'is over %s the run that was agreed on, event by event',
    async (transport) => {
      const scenario = scenarioCalled(name);
      const seed = SEEDS[transport];
      const result = await run({ scenario, seed, subject: builtinSubject(scenario), transport });
      expect({ outcome: result.outcome, why: result.why, is: result.fingerprint }).toEqual({
        outcome: 'passed',
        why: 'every invariant held and every expectation was met',
        is: golden.get(name)?.get(seed),
      });
      expect(result.transport).toBe(transport);
    },
  );
});

test('every scenario that has a baseline still exists', () => {
  const names = listScenarios().map(({ name }) => name);
  expect([...golden.keys()].filter((name) => !names.includes(name))).toEqual([]);
});
