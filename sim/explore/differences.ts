import type { ComparedMetricName } from '../metrics/index.ts';
import type { PairedDifference } from './comparison.ts';
import { adjustedPValues, SIGNIFICANCE } from './family.ts';
import { pairedT } from './statistics/index.ts';
import type { Pair, PairedTest } from './statistics/index.ts';

/** One policy's values of one metric, one for each seed in the order of the seeds; null where not observed. */
export type ValuesBySeed = readonly (number | null)[];

/** One metric of all policies, in their order. */
export interface MetricOfPolicies {
  readonly metric: ComparedMetricName;
  readonly policies: readonly ValuesBySeed[];
}

/** Of what a report promises that with 95 % none of it is marked by chance. */
export interface Promise95 {
  /** The one metric that is promised; null: all of them. The others are exploratory. */
  readonly primary: ComparedMetricName | null;
  /** How many comparisons the report shows: one, or one for each value of a sweep. */
  readonly comparisons: number;
}

/** For one metric each policy minus one of them; null in the place of that one. */
export type DifferencesOfMetric = readonly (PairedDifference | null)[];

/**
 * Differences on the seeds of each metric, in the order of the metrics. `references` has for each the index of the policy
 * that the others are held against; null: that metric is not asked about. p-values are adjusted over all metrics that
 * are promised, as one family.
 */
export function differencesFrom(
  references: readonly (number | null)[],
  metrics: readonly MetricOfPolicies[],
  { primary, comparisons }: Promise95,
): readonly DifferencesOfMetric[] {
  const tests = metrics.map(({ policies }, row) => testsAgainst(references[row] ?? null, policies));
  const promised = tests.map((ofMetric, row) =>
    primary === null || metrics[row]?.metric === primary ? ofMetric : [],
  );
  const adjusted = adjustedPValues(promised.flat(), comparisons);
  let at = 0;
  return tests.map((ofMetric, row) => {
    const count = promised[row]?.length ?? 0;
    const pValues = adjusted.slice(at, at + count);
    at += count;
    return ofMetric.map((test, policy) => {
      if (test === null) return null;
      const pAdjusted = pValues[policy] ?? null;
      return { ...test, pAdjusted, significant: pAdjusted !== null && pAdjusted < SIGNIFICANCE };
    });
  });
}

function testsAgainst(
  reference: number | null,
  policies: readonly ValuesBySeed[],
): readonly (PairedTest | null)[] {
  return policies.map((values, index) =>
    reference === null || index === reference ? null : pairedT(pairsOf(values, policies[reference] ?? [])),
  );
}

/** Only the seeds on which both were observed: a pair that is torn apart says nothing. */
function pairsOf(values: ValuesBySeed, others: ValuesBySeed): readonly Pair[] {
  return values.flatMap((value, seed) => {
    const other = others[seed] ?? null;
    return value === null || other === null ? [] : [[value, other] as const];
  });
}
