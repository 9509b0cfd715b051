import { randomInt } from 'node:crypto';
import { plural } from '../../../reports/format.ts';
import { renderRunText, runLine } from '../../../reports/index.ts';
import type { Report } from '../../../reports/reporters/report.ts';
// Past the door, which would load the statistics that only a comparison needs.
import { explain } from '../../explore/explain.ts';
import type { Explanation } from '../../explore/explain.ts';
import { runTwice } from '../../explore/verify.ts';
import type { Divergence } from '../../explore/verify.ts';
import { run } from '../../run/index.ts';
import type { RunOptions, RunResult, Subject } from '../../run/index.ts';
import { describeScenario } from '../../scenario/index.ts';
import { recordOf } from '../../sweep/index.ts';
import { EXIT, exitCodeOf, gravest } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { onOff, text } from '../flags.ts';
import type { ValuesOf } from '../flags.ts';
import { listenForInterruption } from '../interruption.ts';
import { loadScenarios } from '../load-scenarios.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { loadSubject } from '../load-subject.ts';
import { pasteRun } from '../paste-line.ts';
import { createProgress } from '../progress.ts';
import { chosenReporters, REPORTER_FLAG } from '../reporter-flag.ts';
import type { ChosenReporter } from '../reporter-flag.ts';
import { caseOf } from '../run-cases.ts';
import { RUN_FLAGS, TRANSPORT_DEFAULT } from '../run-flags.ts';
import { FORCE_FLAG, parseOptionsOf } from '../subject-flags.ts';
import { lineTerminal, print, say, terminal } from '../terminal.ts';
import { openTraceFile } from '../trace-file.ts';
import type { TraceFile } from '../trace-file.ts';
import { UsageError } from '../usage-error.ts';
import { writeReports } from '../write-reports.ts';
import { command } from './command.ts';

/** Drawn seeds are short enough to be read out over a telephone. */
const DRAWN_SEED_MAX = 1_000_000;

const FLAGS = {
  ...RUN_FLAGS,
  trace: text('Write every event to this file, as JSON lines'),
  'check-determinism': onOff('Run twice and compare event by event'),
  ...FORCE_FLAG,
  ...REPORTER_FLAG,
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
}

interface Finished {
  readonly loaded: LoadedScenario;
  readonly paste: string;
  readonly result: RunResult;
  readonly code: ExitCode;
  readonly explanation: Explanation | null;
  readonly divergence: Divergence | null;
}

export const runCommand = command({
  name: 'run',
  describe: 'Run scenarios and judge them (the command that is meant when none is named)',
  flags: FLAGS,
  handle: async (asked, given) => {
    const { scenario: names, seed = String(randomInt(DRAWN_SEED_MAX)), policy, trace } = asked;
    const chosen = chosenReporters(asked.reporter, asked.json, process.env);
    // A table shows each run as soon as it is over.
    const shows = chosen.some(isShown);
    if (names.length === 0) throw new UsageError('name a scenario, e.g. --scenario storm; see: sim list');
    const scenarios = loadScenarios(names, parseOptionsOf(asked, policy));
    for (const { warnings } of scenarios) for (const warning of warnings) say(warning);
    const traceFile = trace === undefined ? null : openTraceFile(trace);
    const interruption = listenForInterruption();
    const finished: Finished[] = [];
    let unwritten: string | null = null;
    try {
      for (const loaded of scenarios) {
        const paste = pasteRun({ ...given, scenario: loaded.named, seed });
        const done = await runOne({ asked, loaded, seed, traceFile, paste });
        finished.push(done);
        if (shows) show(asked, done);
        if (interruption.code() !== null) break;
      }
    } finally {
      unwritten = traceFile?.close() ?? null;
      interruption.stop();
    }
    if (shows && finished.length > 1) print(`\n${verdictOf(finished)}`);
    if (unwritten !== null) say(`sim: ${unwritten}`);
    const codes = finished.map(({ code }) => code);
    if (unwritten !== null) codes.push(EXIT.unwritten);
    const earned = interruption.code() ?? gravest(codes);
    const others = chosen.filter((reporter) => !isShown(reporter));
    return writeReports(reportOf(asked, finished, earned), others, earned);
  },
});

async function runOne({ asked, loaded, seed, traceFile, paste }: RunRequest): Promise<Finished> {
  const { scenario, warnings } = loaded;
  const { until: untilMs } = asked;
  const makeSubject = (): Promise<Subject> => loadSubject(asked, scenario);
  const progress = createProgress(scenario.name, untilMs ?? scenario.durationMs, terminal().interactive);
  const options: Omit<RunOptions, 'subject'> = {
    scenario,
    seed,
    warnings,
    // Real HTTP unless told: a run is looked at for itself, so what is most real comes first.
    transport: asked.transport ?? TRANSPORT_DEFAULT,
    interleave: asked.interleave !== 'off',
    ...(untilMs !== null && { untilMs }),
    onEvent: (event) => {
      traceFile?.observe(event);
      progress.observe(event);
    },
  };
  try {
    const { result, divergence } = asked['check-determinism']
      ? await runTwice(options, makeSubject)
      : { result: await run({ ...options, subject: await makeSubject() }), divergence: null };
    const explanation = await explain(options, makeSubject, result);
    const deterministic = divergence === null && explanation?.sameFingerprint !== false;
    return {
      loaded,
      paste,
      result,
      code: deterministic ? exitCodeOf(result.outcome) : EXIT.nondeterminism,
      explanation,
      divergence,
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
      [
        `NOT DETERMINISTIC  two runs of the same scenario and seed went apart at event ${divergence.event}:`,
        `  first   ${divergence.first ?? '(the run had ended)'}`,
        `  second  ${divergence.second ?? '(the run had ended)'}`,
      ].join('\n'),
    );
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

function verdictOf(finished: readonly Finished[]): string {
  const passed = finished.filter(({ code }) => code === EXIT.passed).length;
  return `${plural(finished.length, 'scenario')}: ${passed} passed, ${finished.length - passed} failed`;
}

function reportOf(asked: Asked, finished: readonly Finished[], earned: ExitCode): Report {
  const results = finished.map(({ result }) => result);
  return {
    command: 'run',
    passed: earned === EXIT.passed,
    verdict: verdictOf(finished),
    cases: finished.map(({ loaded, result, paste, explanation, code }) => {
      const made = caseOf(recordOf(result), { loaded, paste, story: explanation?.events ?? [] });
      return code === EXIT.nondeterminism
        ? { ...made, status: 'failed', says: 'not deterministic: run again, it was another run' }
        : made;
    }),
    text: (options) => finished.map((done) => textOf(asked, done, options)).join('\n\n'),
    markdown: null,
    data: { whole: results, parts: results },
  };
}
