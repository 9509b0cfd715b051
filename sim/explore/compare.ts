import { acknowledgedWithin } from './acknowledged-within.ts';
import { COMPARED_METRIC_NAMES } from '../metrics/index.ts';
import type { ComparedMetricName } from '../metrics/index.ts';
import type { Outcome } from '../run/index.ts';
import type { MeasuredSpan } from '../scenario/index.ts';
import type { Comparison, MeasuredPart, PolicyOfComparison } from './comparison.ts';
import { delayWarnings } from './delay-warnings.ts';
import { meanLoadPerSecond } from './mean-load.ts';
import type { ValuesBySeed } from './differences.ts';
import { fewSeedsWarnings } from './few-seeds-warnings.ts';
import { measuresOf } from './measures.ts';
import { precisionReached } from './precision.ts';
import type { Replication } from './replication.ts';
import { spanWarnings } from './span-warnings.ts';
import { failureProbabilityBound } from './statistics/index.ts';

/** One policy and what its runs gave. */
export interface ReplicatedPolicy extends Pick<
  PolicyOfComparison,
  'policy' | 'meanTotalDelayMs' | 'retriesMax' | 'delayFactor'
> {
  /** Nobody knows how long its retries of one reading may take. Default: false. */
  readonly withoutLongest?: boolean;
  /** At most one for each seed, in any order. */
  readonly replications: readonly Replication[];
}

export interface ComparisonInput extends Pick<
  Comparison,
  | 'scenario'
  | 'devices'
  | 'transport'
  | 'seeds'
  | 'baseline'
  | 'normalized'
  | 'primary'
  | 'complete'
  | 'sweep'
> {
  /** How many comparisons are shown together: one, or one for each value of a sweep. */
  readonly comparisons: number;
  /** Which readings the runs measured by themselves; default: all. */
  readonly span?: MeasuredSpan;
  /** What `--precision` asked for, 0.02 for 2 %; null without it. */
  readonly precision: number | null;
  /** In the order of the command line; one of them is the baseline. */
  readonly policies: readonly ReplicatedPolicy[];
}

/**
 * Policies side by side: estimates over seeds, differences by pairs of the same seed, intervals, and what to beware of.
 * Readings of a run are never pooled: one seed is one replication. It goes by `seeds` alone, whatever the order in which
 * replications come, so the same runs give the same bits.
 */
export function comparisonOf(input: ComparisonInput): Comparison {
  // A seed given twice is the same run twice, not two replications.
  const seeds = [...new Set(input.seeds)];
  const policies = comparedPolicies(input, seeds);
  const { scenario, devices, transport, baseline, normalized, primary, complete, sweep, precision } = input;
  return {
    scenario,
    devices,
    transport,
    seeds,
    baseline,
    normalized,
    primary,
    precision:
      precision === null ? null : { asked: precision, reached: precisionReached({ policies }, precision) },
    measured: measuredPart(input),
    complete,
    sweep,
    policies,
    warnings: [
      ...fewSeedsWarnings({ policies, primary }, seeds.length, input.comparisons),
      ...delayWarnings({ policies, normalized }),
      ...spanWarnings(input.span ?? WHOLE),
    ],
  };
}

/** The whole of runs whose length nobody said. */
const WHOLE: MeasuredSpan = { fromMs: 0, untilMs: 0, end: 'whole', horizonMs: 0 };

function measuredPart({ span = WHOLE, policies }: ComparisonInput): MeasuredPart {
  const runs = policies.flatMap(({ replications }) => replications);
  const { fromMs, untilMs, end, horizonMs } = span;
  return {
    fromMs,
    untilMs,
    end,
    horizonMs,
    readings: runs.reduce((sum, { readings }) => sum + readings.measured, 0),
    of: runs.reduce((sum, { readings }) => sum + readings.all, 0),
    withoutLongest: policies
      .filter(({ withoutLongest }) => withoutLongest === true)
      .map(({ policy }) => policy),
  };
}

function comparedPolicies(
  { policies, baseline, primary, comparisons }: ComparisonInput,
  seeds: readonly string[],
): readonly PolicyOfComparison[] {
  const runs = policies.map(({ replications }) => inOrderOf(seeds, replications));
  const baselineIndex = policies.findIndex(({ policy }) => policy === baseline);
  const byMetric = measuresOf({
    metrics: COMPARED_METRIC_NAMES.map((metric) => ({
      metric,
      policies: runs.map((bySeed) => valuesOf(bySeed, metric)),
    })),
    baseline: baselineIndex,
    promise: { primary, comparisons },
  });
  return policies.map(({ policy, meanTotalDelayMs, retriesMax, delayFactor }, index) => {
    const done = (runs[index] ?? []).filter((replication) => replication !== null);
    const failed = done.find(({ outcome }) => outcome !== 'passed');
    return {
      policy,
      baseline: index === baselineIndex,
      meanTotalDelayMs,
      retriesMax,
      delayFactor,
      outcomes: outcomesOf(done),
      firstFailure: failed === undefined ? null : { seed: failed.seed, why: failed.why },
      failureProbabilityBelow: failed === undefined ? failureProbabilityBound(done.length) : null,
      measures: byMetric.flatMap((measures) => measures[index] ?? []),
      // Of a run that was lost nobody knows what it sent.
      loadPerSecond: meanLoadPerSecond(
        done.flatMap(({ load, fingerprint }) => (fingerprint === '' ? [] : [load])),
      ),
      acknowledgedWithin: acknowledgedWithin(done),
    };
  });
}

/** One replication for each seed, in the order of the seeds; null where it was not run. */
type RunsBySeed = readonly (Replication | null)[];

function inOrderOf(seeds: readonly string[], replications: readonly Replication[]): RunsBySeed {
  const bySeed = new Map(replications.map((replication) => [replication.seed, replication]));
  return seeds.map((seed) => bySeed.get(seed) ?? null);
}

function valuesOf(bySeed: RunsBySeed, metric: ComparedMetricName): ValuesBySeed {
  return bySeed.map((replication) => replication?.metrics[metric] ?? null);
}

function outcomesOf(replications: readonly Replication[]): Readonly<Record<Outcome, number>> {
  const counts = {
    passed: 0,
    violated: 0,
    stalled: 0,
    'limit-hit': 0,
    crashed: 0,
    inconclusive: 0,
    unsupported: 0,
  };
  for (const { outcome } of replications) counts[outcome] += 1;
  return counts;
}
