import { randomInt } from 'node:crypto';
import { renderResultsJson, renderRunText, runLine } from '../../../reports/index.ts';
// Past the door, which would load the statistics that only a comparison needs.
import { explain } from '../../explore/explain.ts';
import type { Explanation } from '../../explore/explain.ts';
import { runTwice } from '../../explore/verify.ts';
import type { Divergence } from '../../explore/verify.ts';
import { run } from '../../run/index.ts';
import type { RunOptions, RunResult, Subject } from '../../run/index.ts';
import { describeScenario } from '../../scenario/index.ts';
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
import { RUN_FLAGS, TRANSPORT_DEFAULT } from '../run-flags.ts';
import { FORCE_FLAG, parseOptionsOf } from '../subject-flags.ts';
import { lineTerminal, print, say, terminal } from '../terminal.ts';
import { openTraceFile } from '../trace-file.ts';
import type { TraceFile } from '../trace-file.ts';
import { UsageError } from '../usage-error.ts';
import { command } from './command.ts';

/** Drawn seeds are short enough to be read out over a telephone. */
const DRAWN_SEED_MAX = 1_000_000;

const FLAGS = {
  ...RUN_FLAGS,
  trace: text('Write every event to this file, as JSON lines'),
  'check-determinism': onOff('Run twice and compare event by event'),
  ...FORCE_FLAG,
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
}

interface Finished {
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
    const { scenario: names, seed = String(randomInt(DRAWN_SEED_MAX)), policy, trace, json } = asked;
    if (names.length === 0) throw new UsageError('name a scenario, e.g. --scenario storm; see: sim list');
    const scenarios = loadScenarios(names, parseOptionsOf(asked, policy));
    for (const { warnings } of scenarios) for (const warning of warnings) say(warning);
    const traceFile = trace === undefined ? null : openTraceFile(trace);
    const interruption = listenForInterruption();
    const finished: Finished[] = [];
    let unwritten: string | null = null;
    try {
      for (const loaded of scenarios) {
        const done = await runOne({ asked, loaded, seed, traceFile });
        finished.push(done);
        if (!json) show(asked, pasteRun({ ...given, scenario: loaded.named, seed }), done);
        if (interruption.code() !== null) break;
      }
    } finally {
      unwritten = traceFile?.close() ?? null;
      interruption.stop();
    }
    if (json) print(renderResultsJson(finished.map(({ result }) => result)));
    else if (finished.length > 1) summarise(finished);
    if (unwritten !== null) say(`sim: ${unwritten}`);
    const codes = finished.map(({ code }) => code);
    if (unwritten !== null) codes.push(EXIT.unwritten);
    return interruption.code() ?? gravest(codes);
  },
});

async function runOne({ asked, loaded, seed, traceFile }: RunRequest): Promise<Finished> {
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
      result,
      code: deterministic ? exitCodeOf(result.outcome) : EXIT.nondeterminism,
      explanation,
      divergence,
    };
  } finally {
    progress.stop();
  }
}

function show({ quiet, verbose }: Asked, paste: string, { result, explanation, divergence }: Finished): void {
  if (quiet) {
    print(runLine(result, lineTerminal()));
  } else {
    const everySetting = verbose ? describeScenario(result.scenario) : null;
    const lastEvents = explanation?.events ?? [];
    print(renderRunText(result, { ...terminal(), lastEvents, paste, everySetting }));
  }
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

function summarise(finished: readonly Finished[]): void {
  const passed = finished.filter(({ code }) => code === EXIT.passed).length;
  const failed = finished.length - passed;
  print(`\n${finished.length} scenarios: ${passed} passed, ${failed} failed`);
}
