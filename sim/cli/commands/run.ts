import { randomInt } from 'node:crypto';
import { plural } from '../../../reports/format.ts';
import { renderDivergence, renderRunText, runLine } from '../../../reports/index.ts';
import type { Report, ReportCase } from '../../../reports/reporters/report.ts';
import { REPORTERS } from '../../../reports/reporters/reporters.ts';
import { EVENTS_DRAWN_MAX, Witness } from '../../../reports/trace/witness.ts';
import type { Witnessed } from '../../../reports/trace/witness.ts';
import { NAME } from '../program-name.ts';

// Past the door, which would load the statistics that only a comparison needs.
import { explainBy } from '../../explore/explain.ts';
import type { Explanation } from '../../explore/explain.ts';
import { runTwiceBy } from '../../explore/verify.ts';
import type { ActListener, RunResult } from '../../run/index.ts';
import { describeScenario } from '../../scenario/index.ts';
import { lostRecord, recordOf } from '../../sweep/index.ts';
import { allowNetWarnings } from '../flags/allow-net.ts';
import { EXIT, exitCodeOf, gravest } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { onOff, text } from '../flags/flags.ts';
import type { ValuesOf } from '../flags/flags.ts';
import { listenForInterruption } from '../interruption.ts';
import { loadScenarios } from '../load-scenarios.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { isBrought } from '../loading/load-subject.ts';
import { pasteRun } from '../flags/paste-line.ts';
import { createProgress } from '../output/progress.ts';
import { chosenReporters, RUN_REPORTER_FLAG } from '../flags/reporter-flag.ts';
import type { ChosenReporter } from '../flags/reporter-flag.ts';
import { caseOf } from '../run-cases.ts';
import { RUN_FLAGS, TRANSPORT_DEFAULT } from '../flags/run-flags.ts';
import { FORCE_FLAG, parseOptionsOf } from '../flags/subject-flags.ts';
import { lineTerminal, print, say, terminal } from '../output/terminal.ts';
import { openTraceFile } from '../traces/trace-file.ts';
import type { TraceFile } from '../traces/trace-file.ts';
import type { Divergence, TraceObserver } from '../../trace/index.ts';
import { UsageError } from '../usage-error.ts';
import { writeReports } from '../output/write-reports.ts';
import { createLoneThreads, LostRunError } from '../workers/lone-threads.ts';
import type { LoneThreads } from '../workers/lone-threads.ts';
import { runOnce } from '../workers/run-job.ts';
import type { RunJob, RunJobEnd } from '../workers/run-job.ts';
import { command } from './command.ts';

/** Drawn seeds are short enough to be read out over a telephone. */
const DRAWN_SEED_MAX = 1_000_000;

const FLAGS = {
  ...RUN_FLAGS,
  trace: text('Write every event to this file, as JSON lines'),
  'check-determinism': onOff('Run twice and compare event by event'),
  ...FORCE_FLAG,
  ...RUN_REPORTER_FLAG,
  json: onOff('Results as a JSON array on stdout'),
  quiet: onOff('One line for each run', 'q'),
  verbose: onOff('All settings, and every violation kept', 'v'),
};

type Asked = ValuesOf<typeof FLAGS>;

interface RunRequest {
  readonly asked: Asked;
  readonly loaded: LoadedScenario;
  readonly seed: string;
  readonly traceFile: TraceFile | null;
  /** The command that shows it again. */
  readonly paste: string;
  /** For code that a user brings; null: there is none, and all is run here. */
  readonly threads: LoneThreads | null;
  /** Looks on for the reporters that draw runs; null: none is asked for. */
  readonly witness: Witness | null;
}

interface Finished {
  readonly loaded: LoadedScenario;
  readonly paste: string;
  readonly result: RunResult;
  readonly code: ExitCode;
  readonly explanation: Explanation | null;
  readonly divergence: Divergence | null;
  readonly witnessed: Witnessed | null;
}

/** A run that took its thread with it: there is no result, but there is an outcome. */
interface Lost {
  readonly loaded: LoadedScenario;
  readonly seed: string;
  readonly paste: string;
  readonly outcome: LostRunError['why'];
  readonly why: string;
  readonly code: ExitCode;
}

type Ended = Finished | Lost;

export const runCommand = command({
  name: 'run',
  describe: 'Run scenarios and judge them (the command that is meant when none is named)',
  flags: FLAGS,
  handle: async (asked, given) => {
    const { scenario: names, seed = String(randomInt(DRAWN_SEED_MAX)), policy, trace } = asked;
    const chosen = chosenReporters(asked.reporter, asked.json, process.env);
    // A table shows each run as soon as it is over.
    const shows = chosen.some(isShown);
    const draws = chosen.some(({ name }) => 'drawsRuns' in REPORTERS[name]);
    if (names.length === 0) throw new UsageError(`name a scenario, e.g. --scenario storm; see: ${NAME} list`);
    const scenarios = loadScenarios(names, parseOptionsOf(asked, policy));
    for (const { warnings } of scenarios) for (const warning of warnings) say(warning);
    for (const warning of allowNetWarnings(asked['allow-net'])) say(warning);
    const traceFile = trace === undefined ? null : openTraceFile(trace);
    const interruption = listenForInterruption();
    const certain = scenarios.length * (asked['check-determinism'] ? 2 : 1);
    const threads = isBrought(asked, scenarios) ? createLoneThreads(certain) : null;
    const ended: Ended[] = [];
    let unwritten: string | null = null;
    try {
      for (const loaded of scenarios) {
        const paste = pasteRun({ ...given, scenario: loaded.named, seed });
        const witness = draws ? new Witness(Math.floor(EVENTS_DRAWN_MAX / scenarios.length)) : null;
        const done = await runOne({ asked, loaded, seed, traceFile, paste, threads, witness }).catch(
          lostRun(loaded, seed, paste),
        );
        ended.push(done);
        if ('result' in done && shows) show(asked, done);
        if (interruption.code() !== null) break;
      }
    } finally {
      unwritten = traceFile?.close() ?? null;
      interruption.stop();
      await threads?.close();
    }
    if (shows && ended.length > 1) print(`\n${verdictOf(ended)}`);
    if (unwritten !== null) say(`${NAME}: ${unwritten}`);
    const codes = ended.map(({ code }) => code);
    if (unwritten !== null) codes.push(EXIT.unwritten);
    const earned = interruption.code() ?? gravest(codes);
    const others = chosen.filter((reporter) => !isShown(reporter));
    return writeReports(reportOf(asked, ended, earned), others, earned);
  },
});

/** A run that took its thread with it ends here, in words; what else was thrown is thrown on. */
function lostRun(loaded: LoadedScenario, seed: string, paste: string): (error: unknown) => Lost {
  return (error) => {
    if (!(error instanceof LostRunError)) throw error;
    const { why: outcome, message: why } = error;
    const lost = { loaded, seed, paste, outcome, why, code: exitCodeOf(outcome) };
    say(lineOf(lost));
    return lost;
  };
}

function lineOf({ loaded, seed, outcome, why }: Lost): string {
  return `${outcome.toUpperCase()}  ${loaded.scenario.name} · seed ${seed} · ${why}`;
}

async function runOne({
  asked,
  loaded,
  seed,
  traceFile,
  paste,
  threads,
  witness,
}: RunRequest): Promise<Finished> {
  const { scenario, warnings } = loaded;
  const { until: untilMs } = asked;
  const { interactive } = terminal();
  const progress = createProgress(scenario.name, untilMs ?? scenario.durationMs, interactive);
  const { edge, device, policy, 'allow-net': allowNet } = asked;
  const job: RunJob = {
    words: { edge, device, policy, allowNet },
    scenario,
    seed,
    warnings: [...warnings, ...allowNetWarnings(allowNet)],
    // Real HTTP unless told: a run is looked at for itself, so what is most real comes first.
    transport: asked.transport ?? TRANSPORT_DEFAULT,
    interleave: asked.interleave !== 'off',
    shuffleTies: asked['shuffle-ties'],
    ...(untilMs !== null && { untilMs }),
  };
  const runAnywhere = async (
    onEvent?: TraceObserver,
    onAct: ActListener | undefined = witness?.hear(),
  ): Promise<RunResult> => {
    if (threads === null) return runOnce(job, { onEvent, onAct });
    return (await threads.run<RunJobEnd>(job, { name: 'runRunJob', zone: scenario.zone, onEvent, onAct }))
      .result;
  };
  const observe: TraceObserver = (event) => {
    traceFile?.observe(event);
    witness?.observe(event);
    progress.observe(event);
  };
  const observed = traceFile !== null || witness !== null || interactive ? observe : undefined;
  try {
    const { result, divergence } = asked['check-determinism']
      ? await runTwiceBy(runAnywhere, observed)
      : { result: await runAnywhere(observed), divergence: null };
    const explanation = await explainBy(result, runAnywhere);
    const deterministic = divergence === null && explanation?.sameFingerprint !== false;
    return {
      loaded,
      paste,
      result,
      code: deterministic ? exitCodeOf(result.outcome) : EXIT.nondeterminism,
      explanation,
      divergence,
      witnessed: witness?.conclude() ?? null,
    };
  } finally {
    progress.stop();
  }
}

function isShown({ name, file }: ChosenReporter): boolean {
  return name === 'table' && file === null;
}

function show(asked: Asked, done: Finished): void {
  const { result, explanation, divergence } = done;
  print(asked.quiet ? runLine(result, lineTerminal()) : textOf(asked, done, terminal()));
  if (divergence !== null) {
    print(
      `NOT DETERMINISTIC  two runs of the same scenario and seed went apart at event ${divergence.event}:`,
    );
    print(renderDivergence(divergence, { ...terminal(), names: ['the first run', 'the second run'] }));
  } else if (explanation?.sameFingerprint === false) {
    print(
      'NOT DETERMINISTIC  run again, this scenario and seed gave another fingerprint; see --check-determinism.',
    );
  }
}

function textOf(
  { verbose }: Asked,
  { result, explanation, paste }: Finished,
  options: { readonly colour: boolean; readonly columns: number },
): string {
  const everySetting = verbose ? describeScenario(result.scenario) : null;
  return renderRunText(result, { ...options, lastEvents: explanation?.events ?? [], paste, everySetting });
}

function verdictOf(ended: readonly Ended[]): string {
  const passed = ended.filter(({ code }) => code === EXIT.passed).length;
  return `${plural(ended.length, 'scenario')}: ${passed} passed, ${ended.length - passed} failed`;
}

/** What is known of a run, as plain data: all of it, or how it was lost. */
function dataOf(done: Ended): unknown {
  if ('result' in done) return done.result;
  const { loaded, seed, outcome, why } = done;
  return { scenario: loaded.scenario, seed, outcome, why, lost: true };
}

function caseIn(done: Ended): ReportCase {
  const { loaded, paste, code } = done;
  if (!('result' in done)) {
    const { seed, outcome, why } = done;
    return caseOf(lostRecord(loaded.scenario.name, seed, outcome, why), { loaded, paste, story: [] });
  }
  const { result, explanation } = done;
  const { events: story = [], draws = null } = explanation ?? {};
  const made = caseOf(recordOf(result), { loaded, paste, story, draws });
  return code === EXIT.nondeterminism
    ? { ...made, status: 'failed', says: 'not deterministic: run again, it was another run' }
    : made;
}

function reportOf(asked: Asked, ended: readonly Ended[], earned: ExitCode): Report {
  const results = ended.map(dataOf);
  return {
    command: 'run',
    passed: earned === EXIT.passed,
    verdict: verdictOf(ended),
    cases: ended.map(caseIn),
    text: (options) =>
      ended.map((done) => ('result' in done ? textOf(asked, done, options) : lineOf(done))).join('\n\n'),
    markdown: null,
    data: { whole: results, parts: results },
    found: {
      kind: 'runs',
      runs: ended.flatMap((done) => {
        if (!('result' in done)) return [];
        const { result, paste, witnessed, explanation } = done;
        return [{ result, paste, witnessed, story: explanation?.events ?? [] }];
      }),
    },
  };
}
