import { bestOfEach } from './best.ts';
import type { MeasureOfPolicy } from './comparison.ts';
import { differencesFrom } from './differences.ts';
import type { MetricOfPolicies, Promise95 } from './differences.ts';
import { estimateOf } from './estimate.ts';
import { Resamples } from './statistics/index.ts';

export interface MeasuresInput {
  readonly metrics: readonly MetricOfPolicies[];
  /** The index of the policy that the others are held against. */
  readonly baseline: number;
  readonly promise: Promise95;
}

/**
 * Estimates, differences to the baseline and the best of each metric, for several policies under the same seeds: for
 * each metric one measure for each policy, in their order.
 */
export function measuresOf(input: MeasuresInput): readonly (readonly MeasureOfPolicy[])[] {
  const { metrics, baseline, promise } = input;
  const resamples = new Resamples();
  const estimates = metrics.map(({ metric, policies }) =>
    policies.map((values) => {
      const observed = values.filter((value) => value !== null);
      return estimateOf(metric, observed, resamples);
    }),
  );
  const differences = differencesFrom(
    metrics.map(() => baseline),
    metrics,
    promise,
  );
  const best = bestOfEach({ ...input, estimates, differences });
  return metrics.map(({ metric }, row) =>
    (estimates[row] ?? []).map((estimate, policy) => ({
      metric,
      exploratory: promise.primary !== null && metric !== promise.primary,
      estimate,
      difference: differences[row]?.[policy] ?? null,
      best: best[row] === policy,
    })),
  );
}
