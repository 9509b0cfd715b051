import type { DeviceFactory, EdgeFactory, RetryPolicy } from '../../ports/index.ts';
import { allowNetWarnings, placesIn } from '../cli/flags/allow-net.ts';
import { isBrought, loadSubject } from '../cli/loading/load-subject.ts';
import type { SubjectWords } from '../cli/loading/load-subject.ts';
import { noSuch } from '../cli/no-such.ts';
import { pasteRun } from '../cli/flags/paste-line.ts';
import { looksLikeFile } from '../cli/loading/user-module.ts';
import { createLoneThreads, LostRunError } from '../cli/workers/lone-threads.ts';
import type { RunJob, RunJobEnd, RunListeners } from '../cli/workers/run-job.ts';
import { explainBy } from '../explore/explain.ts';
import { oneAtATime, run } from '../run/index.ts';
import type { RunOptions, RunResult, Subject, SubjectPart } from '../run/index.ts';
import {
  formatScenarioError,
  formatScenarioWarning,
  loadScenario,
  overridesFrom,
} from '../scenario/index.ts';
import type { Scenario, ScenarioError } from '../scenario/index.ts';
import { hasPassed, lostRecord } from '../sweep/index.ts';
import type { RunRecord } from '../sweep/index.ts';
import type { TraceEvent } from '../trace/index.ts';
import { lostText } from './failure-text.ts';

export interface ScenarioOptions extends Pick<RunOptions, 'transport' | 'interleave' | 'shuffleTies'> {
  /**
   * The file of a module, as `--edge` of the command line takes it, from the folder that the tests run in: loaded anew for
   * each boot. Or what makes an edge; what its module remembers, it remembers from run to run. Default: our own.
   */
  readonly edge?: string | EdgeFactory;
  /** The same for the device. */
  readonly device?: string | DeviceFactory;
  /** A name of ours, the file of a module, or a policy. Default: as the device says, or the scenario. */
  readonly policy?: string | RetryPolicy;
  /** Real servers that the code under test needs, each as `localhost:5432`. Time there is real, and a seed need not give the same run. */
  readonly allowNet?: readonly string[];
  /** Settings that replace those of the scenario, as `--set` of the command line: `network.loss=20%`. */
  readonly set?: readonly string[];
}

/** A run that somebody is told of: its result, and what a failure needs to be understood. */
export interface ScenarioRun {
  readonly result: RunResult;
  /** Of a failure, the last events of the reading that a violation accuses; empty where none is accused. */
  readonly story: readonly TraceEvent[];
  /** The command that shows it again; null where code is under test that no command can name. */
  readonly paste: string | null;
}

/** A run that took its thread with it: there is no result, but there is an outcome. */
export class LostScenarioRun extends Error {
  override readonly name = 'LostScenarioRun';
  readonly record: RunRecord;
  readonly paste: string;

  constructor(record: RunRecord, paste: string) {
    super(lostText(record, paste));
    this.record = record;
    this.paste = paste;
  }
}

export interface ScenarioUnderTest {
  readonly scenario: Scenario;
  /** @throws {LostScenarioRun} when the code under test took its thread with it. */
  readonly run: (seed: string) => Promise<ScenarioRun>;
}

const OPTIONS: Readonly<Record<keyof ScenarioOptions, true>> = {
  edge: true,
  device: true,
  policy: true,
  allowNet: true,
  set: true,
  transport: true,
  interleave: true,
  shuffleTies: true,
};

/** Loading and running, also for tests that are concurrent: a process has one set of globals. */
const inTurn = oneAtATime();

/**
 * A scenario by its name or file, and what is run in it.
 * @throws {Error} that says all that is wrong with the scenario, the settings or the words of the options.
 */
export function scenarioUnderTest(named: string, options: ScenarioOptions): ScenarioUnderTest {
  // The types know it; a test in JavaScript that misspells `edge` would pass, and test our own.
  const other = Object.keys(options).find((word) => !Object.hasOwn(OPTIONS, word));
  if (other !== undefined) throw new Error(noSuch('option', other, Object.keys(OPTIONS)));
  const { edge, device, policy, set = [], transport, interleave, shuffleTies } = options;
  const places = placesIn(options.allowNet ?? [], 'allowNet');
  const overrides = overridesFrom({ set, policy: typeof policy === 'string' ? ours(policy) : undefined });
  if (!overrides.ok) throw wrong(overrides.errors);
  const loaded = loadScenario(named, { overrides: overrides.overrides });
  if (!loaded.ok) throw wrong(loaded.errors);
  const { scenario } = loaded;
  const how = {
    scenario,
    // The fastest that gives the same run.
    transport: transport ?? (edge === undefined ? 'direct' : 'inject'),
    interleave,
    shuffleTies,
    warnings: [...loaded.warnings.map(formatScenarioWarning), ...allowNetWarnings(places)],
  } as const;
  const words: SubjectWords = {
    edge: fileIn(edge),
    device: fileIn(device),
    policy: fileIn(policy),
    allowNet: places,
  };
  const namesAll = [edge, device, policy].every((part) => part === undefined || typeof part === 'string');
  const runAnywhere: Runner =
    namesAll && isBrought(words, [{ scenario }])
      ? (seed, listeners) => runInThread({ ...how, words, seed }, listeners)
      : async (seed, listeners) =>
          run({ ...how, seed, subject: await subjectOf(options, words, scenario), ...listeners });
  const switches = {
    interleave: interleave === false ? 'off' : undefined,
    'shuffle-ties': shuffleTies,
  };
  const given = { scenario: named, edge, device, policy, set, 'allow-net': options.allowNet, ...switches };
  return {
    scenario,
    run: (seed) =>
      inTurn(async () => {
        const paste = namesAll ? pasteRun({ ...given, seed }) : null;
        try {
          const result = await runAnywhere(seed, {});
          const told = hasPassed(result)
            ? null
            : await explainBy(result, (onEvent, onAct) => runAnywhere(seed, { onEvent, onAct }));
          return { result, story: told?.events ?? [], paste };
        } catch (error) {
          if (!(error instanceof LostRunError) || paste === null) throw error;
          throw new LostScenarioRun(lostRecord(scenario.name, seed, error.why, error.message), paste);
        }
      }),
  };
}

type Runner = (seed: string, listeners: RunListeners) => Promise<RunResult>;

/** As the command line runs it: Node keeps each module that it has loaded for as long as the thread lives. */
async function runInThread(job: RunJob, listeners: RunListeners): Promise<RunResult> {
  const threads = createLoneThreads(1);
  try {
    const { zone } = job.scenario;
    return (await threads.run<RunJobEnd>(job, { name: 'runRunJob', zone, ...listeners })).result;
  } finally {
    await threads.close();
  }
}

function wrong(errors: readonly ScenarioError[]): Error {
  return new Error(errors.map(formatScenarioError).join('\n'));
}

/** Null for the file of a module, which no setting can hold. */
function ours(policy: string): string | undefined {
  return looksLikeFile(policy) ? undefined : policy;
}

async function subjectOf(
  { edge, device, policy }: ScenarioOptions,
  words: SubjectWords,
  scenario: Scenario,
): Promise<Subject> {
  const loaded = await loadSubject(words, scenario);
  return {
    edge: typeof edge === 'function' ? brought('the edge of the test', edge) : loaded.edge,
    device: typeof device === 'function' ? brought('the device of the test', device) : loaded.device,
    policy: typeof policy === 'object' ? policy : loaded.policy,
    next: loaded.next,
    allowNet: loaded.allowNet,
  };
}

function fileIn(part: unknown): string | undefined {
  return typeof part === 'string' ? part : undefined;
}

function brought<Factory>(name: string, factory: Factory): SubjectPart<Factory> {
  return { name, factory, foreign: true };
}
