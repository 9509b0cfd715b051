import { randomInt } from 'node:crypto';
import { renderRunsJson, renderRunText, runLine } from '../../../reports/index.ts';
// Past the door, which would load the statistics that only a comparison needs.
import { explain } from '../../explore/explain.ts';
import type { Explanation } from '../../explore/explain.ts';
import { runTwice } from '../../explore/verify.ts';
import type { Divergence } from '../../explore/verify.ts';
import { run } from '../../run/index.ts';
import type { RunOptions, RunResult, Subject } from '../../run/index.ts';
import { describeScenario, formatScenarioError, overridesFrom, parseDuration } from '../../scenario/index.ts';
import type { ParseOptions } from '../../scenario/index.ts';
import { EXIT, exitCodeOf, gravest } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { isOn, textOf, textsOf } from '../given.ts';
import { listenForInterruption } from '../interruption.ts';
import { loadScenarios } from '../load-scenarios.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { loadSubject } from '../load-subject.ts';
import type { SubjectFiles } from '../load-subject.ts';
import { pasteLine } from '../paste-line.ts';
import { createProgress } from '../progress.ts';
import { lineTerminal, print, say, terminal } from '../terminal.ts';
import { openTraceFile } from '../trace-file.ts';
import type { TraceFile } from '../trace-file.ts';
import { transportNamed } from '../transport-choice.ts';
import { UsageError } from '../usage-error.ts';
import { looksLikeFile } from '../user-module.ts';
import type { TransportName } from '../../transport/index.ts';
import type { Command, Given } from './command.ts';

/** Drawn seeds are short enough to be read out over a telephone. */
const DRAWN_SEED_MAX = 1_000_000;

/** Flags that change what a run is, and so belong into the line to paste. */
const DEFINING_FLAGS = [
  'devices',
  'duration',
  'policy',
  'edge',
  'device',
  'set',
  'until',
  'transport',
] as const;

const DETERMINISM_FLAG = 'check-determinism';

interface RunRequest {
  readonly given: Given;
  readonly loaded: LoadedScenario;
  readonly seed: string;
  readonly files: SubjectFiles;
  readonly untilMs: number | null;
  readonly transport: TransportName;
  readonly traceFile: TraceFile | null;
}

interface Finished {
  readonly result: RunResult;
  readonly code: ExitCode;
  readonly explanation: Explanation | null;
  readonly divergence: Divergence | null;
}

export const runCommand: Command = {
  name: 'run',
  describe: 'Run scenarios and judge them (the command that is meant when none is named)',
  positional: null,
  options: {
    scenario: { type: 'string', array: true, describe: 'Names (lost-* for several), files, or all' },
    seed: { type: 'string', describe: 'Any text; drawn and printed when it is left out' },
    devices: { type: 'string', describe: 'How many devices' },
    duration: { type: 'string', describe: 'How long the faults last, e.g. 5m' },
    policy: { type: 'string', describe: 'Backoff policy: a name, or a module that exports policy' },
    edge: { type: 'string', describe: 'Module with your edge: createEdge(env), or an Express app' },
    device: { type: 'string', describe: 'Module with your device: createDevice(env)' },
    transport: { type: 'string', describe: 'How requests reach the edge: supertest, inject, direct' },
    set: { type: 'string', array: true, describe: 'Override any setting, e.g. network.loss=20%' },
    until: { type: 'string', describe: 'Stop here, in virtual time; nothing is judged then' },
    trace: { type: 'string', describe: 'Write every event to this file, as JSON lines' },
    [DETERMINISM_FLAG]: { type: 'boolean', describe: 'Run twice and compare event by event' },
    force: { type: 'boolean', describe: 'Run also what is estimated to be too large' },
    json: { type: 'boolean', describe: 'Results as a JSON array on stdout' },
    quiet: { type: 'boolean', alias: 'q', describe: 'One line for each run' },
    verbose: { type: 'boolean', alias: 'v', describe: 'All settings, and every violation kept' },
  },
  handle: async (given) => {
    const names = textsOf(given, 'scenario');
    if (names.length === 0) throw new UsageError('name a scenario, e.g. --scenario storm; see: sim list');
    const seed = textOf(given, 'seed') ?? String(randomInt(DRAWN_SEED_MAX));
    const files = subjectFiles(given);
    const untilMs = untilOf(given);
    const transport = transportOf(given);
    const scenarios = loadScenarios(names, parseOptions(given, files));
    for (const { warnings } of scenarios) for (const warning of warnings) say(warning);
    const trace = textOf(given, 'trace');
    const traceFile = trace === undefined ? null : openTraceFile(trace);
    const interruption = listenForInterruption();
    const finished: Finished[] = [];
    try {
      for (const loaded of scenarios) {
        const done = await runOne({ given, loaded, seed, files, untilMs, transport, traceFile });
        finished.push(done);
        if (!isOn(given, 'json')) show(given, loaded, done);
        if (interruption.code() !== null) break;
      }
    } finally {
      traceFile?.close();
      interruption.stop();
    }
    if (isOn(given, 'json')) print(renderRunsJson(finished.map(({ result }) => result)));
    else if (finished.length > 1) summarise(finished);
    const codes = finished.map(({ code }) => code);
    return interruption.code() ?? gravest(codes);
  },
};

function subjectFiles(given: Given): SubjectFiles {
  const policy = textOf(given, 'policy');
  return {
    edge: textOf(given, 'edge'),
    device: textOf(given, 'device'),
    policy: policy !== undefined && looksLikeFile(policy) ? policy : undefined,
    policyNamed: policy !== undefined && !looksLikeFile(policy),
  };
}

function parseOptions(given: Given, files: SubjectFiles): ParseOptions {
  const parsed = overridesFrom({
    set: textsOf(given, 'set'),
    devices: textOf(given, 'devices'),
    duration: textOf(given, 'duration'),
    policy: files.policy === undefined ? textOf(given, 'policy') : undefined,
  });
  if (!parsed.ok) throw new UsageError(parsed.errors.map(formatScenarioError).join('\n'));
  return { overrides: parsed.overrides, force: isOn(given, 'force') };
}

function untilOf(given: Given): number | null {
  const text = textOf(given, 'until');
  if (text === undefined) return null;
  const parsed = parseDuration(text);
  if (parsed.ok) return parsed.value;
  const [problem] = parsed.problems;
  const hint = problem?.hint === null || problem?.hint === undefined ? '' : ` Hint: ${problem.hint}`;
  throw new UsageError(`--until: found ${text}; allowed: ${problem?.allowed ?? 'a duration'}.${hint}`);
}

/** Real HTTP unless told: a run is looked at for itself, so what is most real comes first. */
function transportOf(given: Given): TransportName {
  const named = textOf(given, 'transport');
  return named === undefined ? 'supertest' : transportNamed(named);
}

async function runOne({
  given,
  loaded,
  seed,
  files,
  untilMs,
  transport,
  traceFile,
}: RunRequest): Promise<Finished> {
  const { scenario, warnings } = loaded;
  const makeSubject = (): Promise<Subject> => loadSubject(files, scenario);
  const totalMs = untilMs ?? scenario.durationMs;
  const progress = createProgress(scenario.name, totalMs, terminal().interactive);
  const options: Omit<RunOptions, 'subject'> = {
    scenario,
    seed,
    warnings,
    transport,
    ...(untilMs !== null && { untilMs }),
    onEvent: (event) => {
      traceFile?.observe(event);
      progress.observe(event);
    },
  };
  try {
    const { result, divergence } = isOn(given, DETERMINISM_FLAG)
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

function show(given: Given, { named }: LoadedScenario, finished: Finished): void {
  const { result, explanation, divergence } = finished;
  const page = terminal();
  if (isOn(given, 'quiet')) {
    print(runLine(result, lineTerminal()));
  } else {
    const flags = DEFINING_FLAGS.flatMap((flag) =>
      textsOf(given, flag).map((value) => [flag, value] as const),
    );
    const paste = pasteLine({ scenario: named, seed: result.seed, flags });
    const everySetting = isOn(given, 'verbose') ? describeScenario(result.scenario) : null;
    print(renderRunText(result, { ...page, lastEvents: explanation?.events ?? [], paste, everySetting }));
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
