import { changeSentence } from '../../../reports/change-words.ts';
import { baselineRunOf, checkScenario, hasPassed, recordRuns, settingsDigest } from '../../sweep/index.ts';
import type { Baseline, ScenarioCheck } from '../../sweep/index.ts';
import { isKeptWell } from '../../shrink/index.ts';
import type { KeptCheck } from '../../shrink/index.ts';
import { BaselineFolder } from '../check/baseline-files.ts';
import { checkReport } from '../check/check-report.ts';
import type { CheckFindings } from '../check/check-report.ts';
import { checkComparisons } from '../check/comparison-baselines.ts';
import { comparisonCheckReport } from '../check/comparison-check-report.ts';
import { EXIT, exitCodeOf, gravest } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { FAILURES_DEFAULT, keptFailures, namedFailures } from '../failures/failure-files.ts';
import { onOff, parsed, text } from '../flags/flags.ts';
import type { ValuesOf } from '../flags/flags.ts';
import { checkKeptFailures } from '../check/kept-checks.ts';
import { listenForInterruption } from '../interruption.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { isBrought } from '../loading/load-subject.ts';
import { MANY_RUNS_FLAGS, manyRunsOf } from '../flags/many-runs-flags.ts';
import type { ManyRuns } from '../flags/many-runs-flags.ts';
import { pasteRun } from '../flags/paste-line.ts';
import { chosenReporters } from '../flags/reporter-flag.ts';
import { createRunProgress } from '../output/run-progress.ts';
import { parseSeeds } from '../flags/seed-range.ts';
import { smallFailures } from '../sweep/small-failures.ts';
import type { Shrinking } from '../sweep/small-failures.ts';
import { say, terminal } from '../output/terminal.ts';
import { toldStories } from '../output/told-stories.ts';
import { createRecordRunner } from '../workers/record-runner.ts';
import { writeReports } from '../output/write-reports.ts';
import { command } from './command.ts';

const FOLDER_DEFAULT = 'scenarios/baselines';
const SEEDS_NEW = ['1', '2', '3'];

const FLAGS = {
  ...MANY_RUNS_FLAGS,
  seeds: parsed(
    'Seeds to run, e.g. 1..3',
    (given) => (given === undefined ? null : parseSeeds(given)),
    'those of each baseline; 1..3 where there is none',
  ),
  baselines: text('Folder of the agreed outcomes', FOLDER_DEFAULT),
  update: onOff('Agree on what these runs came to, and say what changed'),
  strict: onOff('Fail also where only the events are others'),
  failures: text('Folder of failures that were kept: each must fail no more', FAILURES_DEFAULT),
  compare: onOff('Hold the tables of policies against those that were agreed on, in place of runs'),
};

type Values = ValuesOf<typeof FLAGS>;

interface Plan {
  readonly loaded: LoadedScenario;
  readonly baseline: Baseline | null;
  readonly seeds: readonly string[];
}

export const checkCommand = command({
  name: 'check',
  describe: 'Hold the outcomes of scenarios against those that were agreed on',
  flags: FLAGS,
  handle: async (values, given) => {
    const chosen = chosenReporters(values.reporter, values.json, process.env);
    if (values.compare) {
      const tables = await checkComparisons(values.baselines ?? FOLDER_DEFAULT, values.update);
      const found = comparisonCheckReport(tables, values.update);
      return writeReports(found, chosen, found.passed ? EXIT.passed : EXIT.failed);
    }
    const many = manyRunsOf(values);
    if (!values.quiet) for (const warning of many.warnings) say(warning);
    const folder = new BaselineFolder(values.baselines ?? FOLDER_DEFAULT);
    const plans = many.loaded.map((loaded): Plan => {
      const baseline = folder.read(loaded.scenario.name);
      return { loaded, baseline, seeds: values.seeds ?? [...(baseline?.runs.keys() ?? SEEDS_NEW)] };
    });
    const failures =
      values.failures === undefined ? keptFailures(FAILURES_DEFAULT) : namedFailures(values.failures);
    const interruption = listenForInterruption();
    const isStopped = (): boolean => interruption.code() !== null;
    let checks: readonly ScenarioCheck[];
    let kept: readonly KeptCheck[];
    let told: Pick<CheckFindings, 'stories' | 'small'>;
    try {
      checks = await runChecks(values, many, plans, isStopped);
      told = await tell(values, { given, checks, many, chosen, isStopped });
      kept = await checkKeptFailures({
        failures,
        words: { ...values, allowNet: values['allow-net'] },
        workers: many.workers,
        isStopped,
      });
    } finally {
      interruption.stop();
    }
    const code = interruption.code();
    // Of a part of the scenarios nothing is known of the others.
    const known = new Set(many.loaded.map(({ scenario }) => scenario.name));
    const stale = values.scenario.length > 0 ? [] : folder.names().filter((name) => !known.has(name));
    const written = values.update && code === null ? update(folder, plans, checks, stale) : [];
    const report = checkReport(values, {
      checks,
      ...told,
      kept,
      stale: values.update ? [] : stale,
      written,
      interrupted: code,
      many,
      pasteOf: (scenario, seed) =>
        pasteRun({ ...given, scenario: many.scenarioOf(scenario)?.named ?? scenario, seed }),
    });
    return writeReports(report, chosen, codeOf(values, { checks, kept }, report.passed, code));
  },
});

/** Of those that did not pass, as far as a reporter shows it. */
async function tell(
  values: Values,
  around: Pick<Shrinking, 'given' | 'many' | 'chosen' | 'isStopped'> & {
    readonly checks: readonly ScenarioCheck[];
  },
): Promise<Pick<CheckFindings, 'stories' | 'small'>> {
  const { checks, many } = around;
  const records = checks.flatMap(({ runs }) => runs.map(({ record }) => record));
  if (records.every(hasPassed)) return { stories: new Map(), small: [] };
  const runner = createRecordRunner(many.workers, isBrought(values, many.loaded));
  try {
    const stories = await toldStories(records, { ...around, runner });
    return { stories, small: await smallFailures(records, { ...around, values }) };
  } finally {
    await runner.close();
  }
}

function codeOf(
  { update: updates, strict }: Values,
  { checks, kept }: Pick<CheckFindings, 'checks' | 'kept'>,
  passed: boolean,
  interrupted: ExitCode | null,
): ExitCode {
  const outcomes = checks.flatMap(({ runs }) => runs.map(({ record }) => exitCodeOf(record.outcome)));
  const back = kept.filter((check) => !isKeptWell(check, strict));
  const failures = back.map(({ verdict }) => (verdict === 'not-judged' ? EXIT.inconclusive : EXIT.failed));
  const codes = [...outcomes, ...failures, ...(interrupted === null ? [] : [interrupted])];
  // What can't be judged is not agreed on either, and says more.
  const isToldAlready = codes.some((code) => code !== EXIT.passed);
  return gravest([...codes, passed || updates || isToldAlready ? EXIT.passed : EXIT.failed]);
}

async function runChecks(
  values: Values,
  many: ManyRuns,
  plans: readonly Plan[],
  isStopped: () => boolean,
): Promise<readonly ScenarioCheck[]> {
  const items = plans
    .flatMap(({ loaded: { scenario }, seeds }) =>
      seeds.map((seed) => ({
        scenario: scenario.name,
        seed,
        weight: scenario.fleet.devices * scenario.durationMs,
      })),
    )
    .map((item, index) => ({ ...item, index }));
  const runner = createRecordRunner(
    Math.min(many.workers, Math.max(1, items.length)),
    isBrought(values, many.loaded),
  );
  const progress = createRunProgress('check', items.length, terminal().interactive && !values.quiet);
  try {
    const runs = await recordRuns({
      // Longest first, so that no thread is left alone with one at the end.
      items: items.toSorted((a, b) => b.weight - a.weight || a.index - b.index),
      run: async (item) => (await runner.run(many.jobOf(item))).record,
      atOnce: runner.atOnce,
      isStopped,
      bail: false,
      onDone: ({ record }) => progress.runDone(hasPassed(record)),
    });
    const records = runs.map(({ record }) => record);
    return plans.map(({ loaded: { scenario }, baseline }) => {
      const own = records.filter((record) => record.scenario === scenario.name);
      return checkScenario(scenario, baseline, own);
    });
  } finally {
    progress.stop();
    await runner.close();
  }
}

/** Writes what these runs came to, where all of them passed; gives a sentence for each file that is another now. */
function update(
  folder: BaselineFolder,
  plans: readonly Plan[],
  checks: readonly ScenarioCheck[],
  stale: readonly string[],
): readonly string[] {
  const written = checks.flatMap((check, index) => {
    const plan = plans[index];
    if (plan === undefined || check.runs.some(({ record }) => !hasPassed(record))) return [];
    const { scenario } = plan.loaded;
    const changed = check.runs.filter(({ change }) => change.kind !== 'same');
    const isOld = check.settingsChanged || check.notRun.length > 0 || check.goneMetrics.length > 0;
    if (changed.length === 0 && !isOld) return [];
    folder.write({
      scenario: scenario.name,
      settings: settingsDigest(scenario),
      tolerance: plan.baseline?.tolerance ?? {},
      goneMetrics: [],
      runs: new Map(check.runs.map(({ record }) => [record.seed, baselineRunOf(record)])),
    });
    const what = changed.map(
      ({ record, change }) => `seed ${record.seed}: ${changeSentence(change, record)}`,
    );
    return [
      `${folder.fileOf(scenario.name)} written${plan.baseline === null ? ', the first' : `: ${what.join('; ') || 'its settings'}`}`,
    ];
  });
  for (const name of stale) folder.remove(name);
  return [...written, ...stale.map((name) => `${folder.fileOf(name)} removed: there is no such scenario`)];
}
