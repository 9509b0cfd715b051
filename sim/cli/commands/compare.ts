import { plural } from '../../../reports/format.ts';
import {
  renderComparisonsCsv,
  renderComparisonsMarkdown,
  renderComparisonText,
  renderResultsJson,
} from '../../../reports/index.ts';
import type { ComparisonsFound, Report, ReportCase } from '../../../reports/reporters/report.ts';
import type { Comparison, Replication } from '../../explore/index.ts';
import { loadedFor, planComparisons } from '../compare/comparison-plan.ts';
import type { PlannedComparison } from '../compare/comparison-plan.ts';
import { allowNetWarnings } from '../flags/allow-net.ts';
import { COMPARE_FLAGS, COMPARISON_FLAGS, comparisonRequestOf } from '../compare/comparison-request.ts';
import type { ComparisonRequest } from '../compare/comparison-request.ts';
import { compareRuns } from '../compare/comparison-runs.ts';
import { EXIT, exitCodeOf, gravest } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Given } from '../flags/flags.ts';
import { listenForInterruption } from '../interruption.ts';
import { isBrought } from '../loading/load-subject.ts';
import { pasteLine, pasteRun } from '../flags/paste-line.ts';
import { chosenReporters } from '../flags/reporter-flag.ts';
import type { ChosenReporter } from '../flags/reporter-flag.ts';
import { createSeedProgress } from '../compare/seed-progress.ts';
import { SUBJECT_FLAGS } from '../flags/subject-flags.ts';
import { print, say, terminal } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { createSeedRunner } from '../workers/seed-runner.ts';
import { writeReports } from '../output/write-reports.ts';
import { command } from './command.ts';

interface Broken {
  readonly plan: PlannedComparison;
  readonly replication: Replication;
}

export const compareCommand = command({
  name: 'compare',
  describe: 'Compare backoff policies on the same storms, with intervals',
  flags: COMPARE_FLAGS,
  handle: async (values, given) => {
    const request = comparisonRequestOf(values);
    const { quiet, format, reporter } = request;
    // What was asked for in one form goes to stdout; reporters with files of their own may stand beside it.
    const chosen = format === 'text' || reporter.length > 0 ? reportersFor(request) : [];
    const interruption = listenForInterruption();
    const progress = createSeedProgress(request.scenario, terminal().interactive && !quiet);
    const isStopped = (): boolean => interruption.code() !== null;
    // Threads take a while to start: meanwhile it is looked at what they will run.
    const runner = createSeedRunner(threadsFor(request), bringsCode(request));
    let plans: readonly PlannedComparison[] = [];
    const comparisons: Comparison[] = [];
    const broken: Broken[] = [];
    try {
      plans = await planComparisons(request);
      if (!quiet) sayWarnings(plans, allowNetWarnings(request['allow-net'], 'many'));
      for (const plan of plans) {
        if (isStopped()) break;
        const done = await compareRuns(request, plan, {
          runner,
          progress,
          isStopped,
          comparisons: plans.length,
        });
        if (done.comparison !== null) comparisons.push(done.comparison);
        broken.push(...done.broken.map((replication) => ({ plan, replication })));
      }
    } finally {
      progress.stop();
      await runner.close();
      interruption.stop();
    }
    const code = interruption.code();
    if (code !== null) say(howFar(request, plans.length, comparisons));
    const earned =
      code ?? gravest([EXIT.passed, ...broken.map(({ replication }) => exitCodeOf(replication.outcome))]);
    if (comparisons.length === 0) return earned;
    if (format !== 'text') print(RENDERERS[format](comparisons));
    const windows = plans[0]?.policies[0]?.scenario.timeline ?? [];
    return writeReports(reportOf(given, { comparisons, windows }, broken, earned), chosen, earned);
  },
});

/** How much of what was asked for is done, for whoever stopped it. */
function howFar(
  { seeds, precision }: ComparisonRequest,
  planned: number,
  comparisons: readonly Comparison[],
): string {
  const done = comparisons.at(-1)?.seeds.length ?? 0;
  const asked = precision === null ? `${done} of ${seeds.length} seeds are done` : `${done} seeds are done`;
  return planned === 1
    ? `Stopped: ${asked}.`
    : `Stopped in ${comparisons.length} of ${planned} comparisons: ${asked} there.`;
}

function bringsCode(request: ComparisonRequest): boolean {
  const { edge, device, policies } = request;
  return policies.some((policy) => isBrought({ edge, device, policy }, [loadedFor(request, policy, null)]));
}

/** No more threads than seeds that are certain to be run. */
function threadsFor({ workers, seeds }: ComparisonRequest): number {
  return Math.min(workers, seeds.length);
}

function sayWarnings(plans: readonly PlannedComparison[], more: readonly string[]): void {
  const warnings = plans.flatMap(({ scenarioWarnings }) => scenarioWarnings);
  for (const warning of new Set([...warnings, ...more])) say(warning);
}

const RENDERERS = {
  json: renderResultsJson,
  csv: renderComparisonsCsv,
  markdown: renderComparisonsMarkdown,
};

/** @throws {UsageError} for two that would write into each other. */
function reportersFor({ format, reporter }: ComparisonRequest): readonly ChosenReporter[] {
  if (format === 'text') return chosenReporters(reporter, false, process.env);
  const beside = reporter.find(({ file }) => file === null);
  if (beside === undefined) return reporter;
  throw new UsageError(
    `--${format} and --reporter ${beside.name} would both go to stdout. Give the reporter a file: --reporter ${beside.name}=FILE.`,
  );
}

function reportOf(
  given: Given,
  { comparisons, windows }: ComparisonsFound,
  broken: readonly Broken[],
  earned: ExitCode,
): Report {
  const [first] = comparisons;
  const policies = first?.policies.map(({ policy }) => policy) ?? [];
  const seeds = plural(first?.seeds.length ?? 0, 'seed');
  const compared = `${plural(policies.length, 'policy', 'policies')} compared on ${seeds}`;
  return {
    command: 'compare',
    passed: earned === EXIT.passed,
    verdict: broken.length === 0 ? compared : `${compared}; ${plural(broken.length, 'run')} broke`,
    cases: policies.map((policy): ReportCase => {
      const own = broken.filter(({ replication }) => replication.policy === policy);
      return {
        group: first?.scenario ?? '',
        name: policy,
        status: own.length === 0 ? 'passed' : 'failed',
        says: own.length === 0 ? `${seeds}, none broke` : `${own.length} of its runs broke`,
        details: own.map(({ replication }) => `seed ${replication.seed}: ${replication.why}`),
        properties: { policy },
        paste: pasteFor(given, own),
        place: null,
        story: [],
        draws: null,
      };
    }),
    text: (options) => renderComparisonText(comparisons, { ...options, paste: pasteFor(given, broken) }),
    markdown: renderComparisonsMarkdown(comparisons),
    data: { whole: comparisons, parts: comparisons },
    found: { kind: 'comparisons', comparisons, windows },
  };
}

/** The first run that broke, for whoever must mend it; otherwise the comparison itself. */
function pasteFor(given: Given, [first]: readonly Broken[]): string {
  if (first === undefined) return pasteLine(COMPARISON_FLAGS, given, ['compare']);
  const { sweep, policies } = first.plan;
  const { policy, seed } = first.replication;
  // No flag of a run scales delays.
  if (policies.some((planned) => planned.policy === policy && planned.delayFactor !== 1)) {
    const ofSeed = { ...given, seeds: seed, precision: undefined, 'max-seeds': undefined };
    return pasteLine(COMPARISON_FLAGS, ofSeed, ['compare']);
  }
  const swept = sweep === null ? [] : [`${sweep.path}=${sweep.value}`];
  return pasteRun({
    ...given,
    policy,
    seed,
    set: [...SUBJECT_FLAGS.set.read(given['set'], '--set'), ...swept],
  });
}
