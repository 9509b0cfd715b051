import { availableParallelism } from 'node:os';
import { renderRunText, renderShrinkText } from '../../../reports/index.ts';
import { count, duration } from '../../../settings/index.ts';
import { wallMs } from '../../host/index.ts';
import type { Scenario } from '../../scenario/index.ts';
import { shrink } from '../../shrink/index.ts';
import type { Bound, Shrinkage } from '../../shrink/index.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import {
  failureFileOf,
  failurePath,
  failurePathOf,
  freePath,
  pasteReplay,
  writeFailureFile,
} from '../failures/failure-files.ts';
import { refuseAllowNet } from '../flags/allow-net.ts';
import { FAST_TRANSPORT_FLAG } from '../flags/fast-transport-flag.ts';
import { digestsOf } from '../loading/files-under-test.ts';
import { text } from '../flags/flags.ts';
import type { ValuesOf } from '../flags/flags.ts';
import { listenForInterruption } from '../interruption.ts';
import { loadScenarios } from '../load-scenarios.ts';
import { openNotebook } from '../failures/notebook-file.ts';
import { WORKERS_FLAG } from '../flags/pool-flags.ts';
import { quantityFlag } from '../flags/quantity-flag.ts';
import { RUN_FLAGS } from '../flags/run-flags.ts';
import { FORCE_FLAG, parseOptionsOf, SUBJECT_FLAGS } from '../flags/subject-flags.ts';
import { print, say, terminal } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { packageVersion } from '../version.ts';
import { createRunRecorder } from '../workers/recorded-runner.ts';
import { command } from './command.ts';
import { NAME } from '../program-name.ts';

/** A search takes some hundred runs; whatever takes more is worth a look before it goes on. */
const RUNS_MAX = 2_000;

const OTHER_SEEDS = 20;

const FLAGS = {
  scenario: RUN_FLAGS.scenario,
  seed: RUN_FLAGS.seed,
  policy: RUN_FLAGS.policy,
  ...SUBJECT_FLAGS,
  ...FAST_TRANSPORT_FLAG,
  ...FORCE_FLAG,
  out: text('Where to write the failure', 'failures/…'),
  'runs-max': quantityFlag(count('At most so many runs', { min: 1, max: 1e6, standard: RUNS_MAX })),
  'time-max': quantityFlag(duration('At most so much real time; what was found by then is written')),
  'other-seeds': quantityFlag(
    count('Under so many other seeds the small run is repeated', {
      min: 0,
      max: 1_000,
      standard: OTHER_SEEDS,
    }),
  ),
  ...WORKERS_FLAG,
};

type Asked = ValuesOf<typeof FLAGS>;
type Shrunk = Extract<Shrinkage, { readonly kind: 'shrunk' }>;

export const shrinkCommand = command({
  name: 'shrink',
  describe: 'Make a failing run small, explain it, and keep it as a file',
  flags: FLAGS,
  handle: async (asked) => {
    const { scenario: names, seed, policy } = asked;
    refuseAllowNet(
      asked['allow-net'],
      'a search runs a failure hundreds of times and believes each run, but a real server answers when it likes and keeps what it was told',
    );
    const [loaded, ...more] = loadScenarios(names, parseOptionsOf(asked, policy));
    if (loaded === undefined || more.length > 0)
      throw new UsageError(`name one scenario, e.g. ${NAME} shrink --scenario storm --seed 42`);
    if (seed === undefined) throw new UsageError('give the seed of the failing run, e.g. --seed 42');
    const { scenario } = loaded;
    return search(asked, scenario, seed);
  },
});

async function search(asked: Asked, scenario: Scenario, seed: string): Promise<ExitCode> {
  const petrel = packageVersion();
  const { edge, device, policy, interleave, transport } = asked;
  const partial = `${asked.out ?? failurePath(scenario.name, seed, 'shrink')}.partial`;
  // Of files that were edited meanwhile no run is known.
  const about = JSON.stringify([petrel, scenario, seed, digestsOf({ edge, device, policy }), interleave]);
  const notebook = openNotebook(partial, about);
  const interruption = listenForInterruption();
  const beganMs = wallMs();
  const isOver = (): Bound | null => {
    if (interruption.code() !== null) return 'interrupted';
    const { 'time-max': timeMaxMs } = asked;
    return timeMaxMs !== null && wallMs() - beganMs >= timeMaxMs ? 'time' : null;
  };
  const subject = { words: { edge, device, policy }, transport, interleave: interleave !== 'off' };
  const recorder = createRunRecorder(asked.workers ?? availableParallelism(), subject, scenario);
  try {
    const shrinkage = await shrink({
      scenario,
      seed,
      recorder,
      runsMax: asked['runs-max'] ?? RUNS_MAX,
      otherSeeds: asked['other-seeds'] ?? OTHER_SEEDS,
      isOver,
      notebook,
      onSearch: (signature) => {
        if (terminal().interactive) say(`Looking for a small run that shows: ${signature}`);
      },
    });
    const code = show(asked, shrinkage, { petrel, seed, scenario });
    if (code === EXIT.unwritten) say(`${partial} has what was run: the same command goes on from there.`);
    else if (shrinkage.kind !== 'shrunk' || shrinkage.bound === null) notebook.remove();
    return interruption.code() ?? code;
  } catch (error) {
    notebook.remove();
    throw error;
  } finally {
    interruption.stop();
    await recorder.close();
  }
}

interface Searched {
  readonly petrel: string;
  readonly seed: string;
  readonly scenario: Scenario;
}

function show(asked: Asked, shrinkage: Shrinkage, searched: Searched): ExitCode {
  switch (shrinkage.kind) {
    case 'passed':
      print(
        renderRunText(shrinkage.result, { ...terminal(), lastEvents: [], paste: null, everySetting: null }),
      );
      print('\nNothing to make small: nothing failed in the run.');
      return exitCodeOf(shrinkage.result.outcome);
    case 'not-deterministic':
      print(`NOT DETERMINISTIC  ${shrinkage.why}; see --check-determinism of ${NAME} run.`);
      return EXIT.nondeterminism;
    case 'not-reproduced':
      print(
        'NOT MADE SMALL  with all that acted in it, and nothing else, the run does not fail so: code under test draws for the purposes of faults.',
      );
      return exitCodeOf(shrinkage.result.outcome);
    case 'lost':
      print(
        `NOT MADE SMALL  the run took its thread with it, so what acted in it is not known: ${shrinkage.why}.`,
      );
      return exitCodeOf(shrinkage.outcome);
    case 'shrunk':
      return keep(asked, shrinkage, searched);
    default:
      return shrinkage satisfies never;
  }
}

function keep(asked: Asked, shrunk: Shrunk, searched: Searched): ExitCode {
  const taken = new Set<string>();
  const pastes: string[] = [];
  const unwritten: string[] = [];
  for (const finding of shrunk.findings) {
    const { scenario, seed } = searched;
    const path =
      asked.out === undefined
        ? failurePathOf(scenario.name, seed, finding, taken)
        : freePath(asked.out, taken);
    const failed = writeFailureFile(path, failureFileOf(asked, finding, searched), finding);
    if (failed === null) pastes.push(pasteReplay(path));
    else unwritten.push(failed);
  }
  print(renderShrinkText(shrunk, { ...terminal(), pastes }));
  for (const failed of unwritten) say(`${NAME}: ${failed}`);
  return unwritten.length > 0 ? EXIT.unwritten : exitCodeOf(shrunk.result.outcome);
}
