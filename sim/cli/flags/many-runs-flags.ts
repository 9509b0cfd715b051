import { availableParallelism } from 'node:os';
import type { PlannedRun } from '../../sweep/index.ts';
import type { TransportName } from '../../transport/index.ts';
import { allowNetWarnings, workersWith } from './allow-net.ts';
import { onOff, text, texts } from './flags.ts';
import type { ValuesOf } from './flags.ts';
import { loadScenarios } from '../load-scenarios.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { LANE_FLAG, WORKERS_FLAG } from './pool-flags.ts';
import { REPORTER_FLAG } from './reporter-flag.ts';
import { AS_SCENARIO, FORCE_FLAG, parseOptionsOf, SUBJECT_FLAGS } from './subject-flags.ts';
import type { RecordJob } from '../workers/record-job.ts';

/** What `check` and `sweep` have in common: what is run, how, and how it is told. */
export const MANY_RUNS_FLAGS = {
  scenario: texts('Names (lost-* for several) or files; all of ours without it'),
  policy: text('Backoff policy: a name, or a module that exports policy', AS_SCENARIO),
  ...SUBJECT_FLAGS,
  ...LANE_FLAG,
  ...FORCE_FLAG,
  ...WORKERS_FLAG,
  ...REPORTER_FLAG,
  json: onOff('As --reporter json'),
  quiet: onOff('No progress, no warnings on stderr', 'q'),
};

type ManyRunsValues = ValuesOf<typeof MANY_RUNS_FLAGS>;

/** What all runs have in common, as far as it is known before the first. */
export interface ManyRuns {
  readonly loaded: readonly LoadedScenario[];
  readonly transport: TransportName;
  readonly interleave: boolean;
  readonly shuffleTies: boolean;
  readonly workers: number;
  /** To be said before the first. */
  readonly warnings: readonly string[];
  readonly jobOf: (run: PlannedRun, story?: boolean) => RecordJob;
  readonly scenarioOf: (name: string) => LoadedScenario | null;
}

export interface Worlds {
  /** Those that are the same for each seed. */
  readonly loaded: readonly LoadedScenario[];
  /** That of a run which is planned. */
  readonly worldOf: (run: PlannedRun) => LoadedScenario | null;
}

/** @throws {UsageError} for what is wrong with the scenarios. */
export function worldsAsked(values: ManyRunsValues): Worlds {
  const { policy, scenario: words } = values;
  const loaded = loadScenarios(words.length === 0 ? ['all'] : words, parseOptionsOf(values, policy));
  const byName = new Map(loaded.map((one) => [one.scenario.name, one]));
  return { loaded, worldOf: ({ scenario }) => byName.get(scenario) ?? null };
}

/** @throws {UsageError} for what is wrong with the scenarios. */
export function manyRunsOf(values: ManyRunsValues, worlds: Worlds = worldsAsked(values)): ManyRuns {
  const { policy, edge, device, 'allow-net': allowNet } = values;
  const { loaded, worldOf } = worlds;
  const byName = new Map(loaded.map((one) => [one.scenario.name, one]));
  // The fastest that any edge of this kind allows.
  const transport = values.transport ?? (edge === undefined ? 'direct' : 'inject');
  const interleave = values.interleave !== 'off';
  const shuffleTies = values['shuffle-ties'];
  return {
    loaded,
    transport,
    interleave,
    shuffleTies,
    workers: workersWith(allowNet, values.workers ?? availableParallelism()),
    warnings: [...loaded.flatMap(({ warnings }) => warnings), ...allowNetWarnings(allowNet, 'many')],
    scenarioOf: (name) => byName.get(name) ?? null,
    jobOf: (planned, story = false) => {
      const { scenario: name, seed } = planned;
      const found = worldOf(planned);
      if (found === null) throw new Error(`${name} is planned and was not loaded.`);
      const { scenario, warnings } = found;
      return {
        scenario,
        seed,
        warnings,
        transport,
        interleave,
        shuffleTies,
        edge,
        device,
        policy,
        allowNet,
        story,
      };
    },
  };
}
