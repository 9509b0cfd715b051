import {
  renderComparisonsCsv,
  renderComparisonsJson,
  renderComparisonsMarkdown,
  renderComparisonText,
} from '../../../reports/index.ts';
import type { Comparison, Replication } from '../../explore/index.ts';
import { planComparisons } from '../comparison-plan.ts';
import type { PlannedComparison } from '../comparison-plan.ts';
import { comparisonRequestOf } from '../comparison-request.ts';
import type { ComparisonRequest } from '../comparison-request.ts';
import { compareRuns } from '../comparison-runs.ts';
import { EXIT, exitCodeOf, gravest } from '../exit-code.ts';
import { isOn, textsOf } from '../given.ts';
import { listenForInterruption } from '../interruption.ts';
import { pasteCommand, pasteLine } from '../paste-line.ts';
import { createSeedProgress } from '../seed-progress.ts';
import { print, say, terminal } from '../terminal.ts';
import { createSeedRunner } from '../workers/seed-runner.ts';
import type { Command, Given } from './command.ts';

/** Flags that change what is compared, and so belong into the line to paste. */
const DEFINING_FLAGS = [
  'scenario',
  'policies',
  'seeds',
  'baseline',
  'precision',
  'max-seeds',
  'sweep',
  'devices',
  'duration',
  'edge',
  'device',
  'set',
  'transport',
] as const;
const DEFINING_SWITCHES = ['normalize', 'force'] as const;

/** Of these, those that say which seeds are run. */
const FLAGS_OF_SEEDS: readonly string[] = ['seeds', 'precision', 'max-seeds'];

/** Of these, those that a run takes too. */
const FLAGS_OF_A_RUN = ['devices', 'duration', 'edge', 'device', 'set', 'transport'] as const;

interface Broken {
  readonly plan: PlannedComparison;
  readonly replication: Replication;
}

export const compareCommand: Command = {
  name: 'compare',
  describe: 'Compare backoff policies on the same storms, with intervals',
  positional: null,
  options: {
    scenario: { type: 'string', describe: 'A name or a file' },
    policies: { type: 'string', describe: 'Names or modules, with commas between them' },
    seeds: {
      type: 'string',
      describe: 'Whole numbers and ranges, e.g. 1..200 or 1,2,5; 1..20 when left out',
    },
    baseline: {
      type: 'string',
      describe: 'The policy the others are compared with; the first when left out',
    },
    precision: {
      type: 'string',
      describe: 'Run further seeds until every half-width is this share of its mean, e.g. 2%',
    },
    'max-seeds': {
      type: 'string',
      describe: 'Where --precision gives up; 10 times the seeds, at most 2000, when left out',
    },
    normalize: {
      type: 'boolean',
      describe: 'Scale the delays, so that all policies wait as long in all as the baseline',
    },
    sweep: {
      type: 'string',
      describe: 'One comparison for each value, e.g. devices=10,20,50 or edge.capacity.rate=50,100',
    },
    devices: { type: 'string', describe: 'How many devices' },
    duration: { type: 'string', describe: 'How long the faults last, e.g. 5m' },
    edge: { type: 'string', describe: 'Module with your edge: createEdge(env), or an Express app' },
    device: { type: 'string', describe: 'Module with your device: createDevice(env)' },
    set: { type: 'string', array: true, describe: 'Override any setting, e.g. network.loss=20%' },
    transport: {
      type: 'string',
      describe: 'supertest, inject, or direct; direct for our own edge, inject for yours, when left out',
    },
    workers: { type: 'string', describe: 'Threads; all cores when left out. The result is the same' },
    force: { type: 'boolean', describe: 'Run also what is estimated to be too large' },
    json: { type: 'boolean', describe: 'Results as a JSON array on stdout' },
    csv: { type: 'boolean', describe: 'Results as CSV, one row for each policy and metric' },
    markdown: { type: 'boolean', describe: 'Results as Markdown tables' },
    quiet: { type: 'boolean', alias: 'q', describe: 'No progress, no warnings on stderr' },
  },
  handle: async (given) => {
    const request = comparisonRequestOf(given);
    const quiet = isOn(given, 'quiet');
    const interruption = listenForInterruption();
    const progress = createSeedProgress(request.scenario, terminal().interactive && !quiet);
    const isStopped = (): boolean => interruption.code() !== null;
    // Threads take a while to start: meanwhile it is looked at what they will run.
    const runner = createSeedRunner(threadsFor(request));
    let plans: readonly PlannedComparison[] = [];
    const comparisons: Comparison[] = [];
    const broken: Broken[] = [];
    try {
      plans = await planComparisons(request, given);
      if (!quiet) sayWarnings(plans);
      for (const plan of plans) {
        if (isStopped()) break;
        const done = await compareRuns(request, plan, { runner, progress, isStopped });
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
    if (comparisons.length > 0) print(rendered(request, given, comparisons, broken));
    const codes = broken.map(({ replication }) => exitCodeOf(replication.outcome));
    return code ?? gravest([EXIT.passed, ...codes]);
  },
};

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

/** No more threads than seeds that are certain to be run. */
function threadsFor({ workers, seeds }: ComparisonRequest): number {
  return Math.min(workers, seeds.length);
}

function sayWarnings(plans: readonly PlannedComparison[]): void {
  for (const warning of new Set(plans.flatMap(({ scenarioWarnings }) => scenarioWarnings))) say(warning);
}

function rendered(
  { format }: ComparisonRequest,
  given: Given,
  comparisons: readonly Comparison[],
  broken: readonly Broken[],
): string {
  switch (format) {
    case 'json':
      return renderComparisonsJson(comparisons);
    case 'csv':
      return renderComparisonsCsv(comparisons);
    case 'markdown':
      return renderComparisonsMarkdown(comparisons);
    case 'text':
      return renderComparisonText(comparisons, { ...terminal(), paste: pasteFor(given, broken) });
    default:
      return format satisfies never;
  }
}

function flagsOf(given: Given, flags: readonly string[]): (readonly [flag: string, value: string])[] {
  return flags.flatMap((flag) => textsOf(given, flag).map((value) => [flag, value] as const));
}

/** The first run that broke, for whoever must mend it; otherwise the comparison itself. */
function pasteFor(given: Given, broken: readonly Broken[]): string {
  const [first] = broken;
  return first === undefined ? pasteComparison(given) : pasteBroken(given, first);
}

/** `seed`: instead of all the seeds that were asked for. */
function pasteComparison(given: Given, seed?: string): string {
  const asked = flagsOf(given, DEFINING_FLAGS);
  const flags =
    seed === undefined
      ? asked
      : [...asked.filter(([flag]) => !FLAGS_OF_SEEDS.includes(flag)), ['seeds', seed] as const];
  const switches = DEFINING_SWITCHES.filter((flag) => isOn(given, flag)).map((flag) => `--${flag}`);
  return pasteCommand(['compare', ...flags.flatMap(([flag, value]) => [`--${flag}`, value]), ...switches]);
}

function pasteBroken(given: Given, { plan, replication }: Broken): string {
  const planned = plan.policies.find(({ policy }) => policy === replication.policy);
  // No flag of a run scales delays.
  if (planned !== undefined && planned.delayFactor !== 1) return pasteComparison(given, replication.seed);
  const [scenario = ''] = textsOf(given, 'scenario');
  const swept: (readonly [string, string])[] =
    plan.sweep === null ? [] : [['set', `${plan.sweep.path}=${plan.sweep.value}`]];
  const flags = [['policy', replication.policy] as const, ...flagsOf(given, FLAGS_OF_A_RUN), ...swept];
  return pasteLine({ scenario, seed: replication.seed, flags });
}
