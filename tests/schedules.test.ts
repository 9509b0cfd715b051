import { expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { atomKey, run, standingFaults } from '../sim/run/index.ts';
import type { Atom, RunResult, Schedule } from '../sim/run/index.ts';
import { listScenarios } from '../sim/scenario/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';
import { smallScenario } from './run-scenario.ts';

const SEED = '1';
const NAMES = listScenarios().map(({ name }) => name);

interface Acted {
  readonly result: RunResult;
  readonly acted: readonly Atom[];
}

async function runUnder(scenario: Scenario, schedule: Schedule | null): Promise<Acted> {
  const acted = new Map<string, Atom>();
  const result = await run({
    scenario,
    seed: SEED,
    subject: builtinSubject(scenario),
    transport: 'direct',
    schedule,
    onAct: (atom) => void acted.set(atomKey(atom), atom),
  });
  return { result, acted: [...acted.values()] };
}

test.for(NAMES)('%s runs the same under a schedule of all that acted in it', async (name) => {
  const scenario = smallScenario(name);
  const first = await runUnder(scenario, null);
  const windows = scenario.timeline.map((_window, index) => index);
  const standing = standingFaults(scenario);
  const whole: Schedule = {
    seed: SEED,
    draws: first.acted,
    families: [],
    windows,
    standing,
    devices: null,
    samples: [],
  };
  const again = await runUnder(scenario, whole);
  expect(again.result.fingerprint).toBe(first.result.fingerprint);
  expect(again.acted).toEqual(first.acted);
});

test.for(NAMES)('no fault acts in %s under a schedule that lists nothing', async (name) => {
  const nothing: Schedule = {
    seed: SEED,
    draws: [],
    families: [],
    windows: [],
    standing: [],
    devices: null,
    samples: [],
  };
  const { result, acted } = await runUnder(smallScenario(name), nothing);
  expect(acted).toEqual([]);
  expect(Object.entries(result.faults).filter(([, { injected }]) => injected > 0)).toEqual([]);
  expect(result.metrics.delivered).toBe(1);
});
