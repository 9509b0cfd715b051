import { METRICS } from '../metrics/index.ts';
import type { ComparedMetricName } from '../metrics/index.ts';
import type { Estimate, MeasureOfPolicy, PairedDifference } from './comparison.ts';
import { bootstrapMean, holm, studentTMean } from './statistics/index.ts';
import type { MeanEstimate, Resamples } from './statistics/index.ts';

/** A difference counts when its adjusted p-value is below this. */
const SIGNIFICANCE = 0.05;

/** One policy's values of one metric, one for each seed in the order of the seeds; null where not observed. */
export type ValuesBySeed = readonly (number | null)[];

/** The differences on the seeds on which both were observed: a pair that is torn apart says nothing. */
function pairedDifferences(values: ValuesBySeed, others: ValuesBySeed): readonly number[] {
  return values.flatMap((value, seed) => {
    const other = others[seed] ?? null;
    return value === null || other === null ? [] : [value - other];
  });
}

/** Estimates, paired differences and the best of one metric, for several policies under the same seeds. */
export class MetricComparer {
  readonly #metric: ComparedMetricName;
  readonly #resamples: Resamples;

  constructor(metric: ComparedMetricName, resamples: Resamples) {
    this.#metric = metric;
    this.#resamples = resamples;
  }

  get #method(): Estimate['method'] {
    return METRICS[this.#metric].compared.method;
  }

  /** One measure for each policy, in their order. `baseline` is the index of the one that the others are held against. */
  measuresOf(policies: readonly ValuesBySeed[], baseline: number): readonly MeasureOfPolicy[] {
    const estimates = policies.map((values) => this.estimate(values));
    const differences = this.#differencesFrom(policies, baseline);
    const best = this.#bestOf(policies, estimates);
    return estimates.map((estimate, index) => ({
      metric: this.#metric,
      estimate,
      difference: differences[index] ?? null,
      best: index === best,
    }));
  }

  /** The mean over the seeds on which the metric was observed. */
  estimate(values: ValuesBySeed): Estimate {
    const { n, value, low, high } = this.#mean(values.filter((value) => value !== null));
    return { n, value, low, high, method: this.#method };
  }

  #mean(values: readonly number[]): MeanEstimate {
    return this.#method === 'bootstrap' ? bootstrapMean(values, this.#resamples) : studentTMean(values);
  }

  /** Each policy minus `reference`, p-values adjusted over all of them; null for the reference itself. */
  #differencesFrom(
    policies: readonly ValuesBySeed[],
    reference: number,
  ): readonly (PairedDifference | null)[] {
    const means = policies.map((values, index) =>
      index === reference ? null : this.#mean(pairedDifferences(values, policies[reference] ?? [])),
    );
    const adjusted = holm(means.map((mean) => mean?.pValue ?? null));
    return means.map((mean, index) => {
      if (mean === null) return null;
      const pAdjusted = adjusted[index] ?? null;
      const significant = pAdjusted !== null && pAdjusted < SIGNIFICANCE;
      return { ...mean, method: this.#method, pAdjusted, significant };
    });
  }

  /**
   * The policy with the best mean, if its paired difference to every other policy is significant, adjusted over those
   * pairs. Null when that can't be said: then nobody is the best.
   */
  #bestOf(policies: readonly ValuesBySeed[], estimates: readonly Estimate[]): number | null {
    const { better } = METRICS[this.#metric].compared;
    if (better === null || policies.length < 2) return null;
    const sign = better === 'higher' ? 1 : -1;
    const scores = estimates.map(({ value }) => (value === null ? -Infinity : sign * value));
    const leader = scores.indexOf(Math.max(...scores));
    const wins = this.#differencesFrom(policies, leader).every(
      (difference, index) =>
        index === leader ||
        (difference?.significant === true && difference.value !== null && sign * difference.value < 0),
    );
    return wins ? leader : null;
  }
}
