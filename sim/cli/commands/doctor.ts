import { renderDoctorText } from '../../../reports/doctor-text.ts';
import type { RunResult } from '../../run/index.ts';
import { allowNetWarnings } from '../flags/allow-net.ts';
import type { AllowedPlace } from '../flags/allow-net.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { ValuesOf } from '../flags/flags.ts';
import { askEdge } from '../init/ask-edge.ts';
import { besidesAsSets } from '../init/first-files.ts';
import { pathOf, takenBy, whatWouldDo } from '../init/what-would-do.ts';
import { loadScenarios } from '../load-scenarios.ts';
import { SUBJECT_FLAGS, parseOptionsOf } from '../flags/subject-flags.ts';
import { print, say, terminal } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { createLoneThreads, LostRunError } from '../workers/lone-threads.ts';
import type { RunJob, RunJobEnd } from '../workers/run-job.ts';
import { command } from './command.ts';

/** Answers are lost, so readings come again: there is something to see of every promise that can be seen. */
const SCENARIO = 'lost-ack';
const SMALL = { devices: '3', duration: '1m' };
const SEED = '1';

const { edge, device, wire, 'allow-net': allowNet } = SUBJECT_FLAGS;

export const doctorCommand = command({
  name: 'doctor',
  describe: 'What of your edge and device can be seen and judged, and what one line would add',
  flags: { edge, device, wire, 'allow-net': allowNet },
  handle: async ({ edge: edgeFile, device: deviceFile, wire: form, 'allow-net': places }) => {
    if (edgeFile === undefined && deviceFile === undefined)
      throw new UsageError('name what to look at, e.g. doctor --edge src/app.ts --device src/client.ts');
    for (const warning of allowNetWarnings(places)) say(warning);
    const words = { edge: edgeFile, device: deviceFile, policy: undefined, allowNet: places };
    const isAsked = edgeFile !== undefined && form === undefined;
    const set = isAsked ? await waysTo(edgeFile, deviceFile === undefined, places) : [];
    const result = await resultOf(words, form, set);
    if (!('invariants' in result)) {
      say(`${result.why.toUpperCase()}  ${result.message}`);
      return exitCodeOf(result.why);
    }
    print(renderDoctorText(result, terminal()));
    return codeOf(result);
  },
});

/**
 * How a device reaches an edge: what `init` would find out.
 * @param byOurs by the device that comes with Petrel; another knows itself what to send, and is told where
 * @throws {UsageError} where our device can't send what the edge takes.
 */
async function waysTo(
  file: string,
  byOurs: boolean,
  places: readonly AllowedPlace[],
): Promise<readonly string[]> {
  const { probe } = await askEdge(file, '.', places);
  if (!byOurs) {
    const path = pathOf(probe);
    told(path);
    return besidesAsSets({ path, form: null, device: file });
  }
  const taken = takenBy(probe);
  // Whatever else is wrong with it shows in the run.
  if (probe.failed !== null) return [];
  if (taken === null) {
    say(`--edge ${file}: ${whatWouldDo(probe).join('\n')}`);
    return [];
  }
  const { form } = taken;
  if (form.builtIn === null)
    throw new UsageError(
      `--edge ${file}: it takes ${form.name}, which the device that comes with Petrel can't send. Bring yours by --device, or have one written: init --edge ${file}`,
    );
  told(taken.path);
  return besidesAsSets({ ...taken, device: null });
}

function told(path: string | null): void {
  if (path !== null) say(`The edge takes readings at ${path}.`);
}

/** What can't be seen is no failure here: it is what was asked. */
function codeOf({ outcome }: RunResult): ExitCode {
  return outcome === 'inconclusive' ? EXIT.passed : exitCodeOf(outcome);
}

async function resultOf(
  words: RunJob['words'],
  form: ValuesOf<typeof SUBJECT_FLAGS>['wire'],
  set: readonly string[],
): Promise<RunResult | LostRunError> {
  const asked = { ...SMALL, edge: words.edge, device: words.device, set, force: false };
  const options = parseOptionsOf(
    { ...asked, interleave: null, 'shuffle-ties': false, wire: form },
    undefined,
  );
  const [loaded] = loadScenarios([SCENARIO], options);
  if (loaded === undefined) throw new Error(`There is no scenario ${SCENARIO}.`);
  const job: RunJob = { words, scenario: loaded.scenario, seed: SEED, transport: 'inject' };
  const threads = createLoneThreads(1);
  try {
    return (await threads.run<RunJobEnd>(job, { name: 'runRunJob' })).result;
  } catch (error) {
    if (error instanceof LostRunError) return error;
    throw error;
  } finally {
    await threads.close();
  }
}
