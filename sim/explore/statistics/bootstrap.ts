import tCdf from '@stdlib/stats-base-dists-t-cdf';
import { nearestRank } from '../../metrics/index.ts';
import { KeyedRandom } from '../../random/index.ts';
import type { MeanEstimate } from './mean-estimate.ts';
import { meanOf } from './sample.ts';
import { estimateWithoutSpread } from './sign-test.ts';
import { tReach } from './student-t.ts';

const RESAMPLES = 2000;

/** Student's t with so many degrees of freedom is the normal distribution to nine digits. (With Infinity it is not.) */
const NORMAL = 1e9;

/**
 * Which replications each resample draws, with replacement. Drawn by key from one fixed seed, so the same number of
 * replications always meets the same resamples: intervals are reproducible, and policies are resampled alike.
 */
export class Resamples {
  readonly #byCount = new Map<number, Uint32Array>();

  /** Row after row of `count` indexes, one row for each resample. */
  of(count: number): Uint32Array {
    let indexes = this.#byCount.get(count);
    if (indexes === undefined) {
      indexes = new Uint32Array(RESAMPLES * count);
      const stream = new KeyedRandom('petrel').stream('explore/bootstrap', String(count));
      for (let at = 0; at < indexes.length; at += 1) indexes[at] = Math.floor(stream.draw(at) * count);
      this.#byCount.set(count, indexes);
    }
    return indexes;
  }
}

/** The means of all resamples, least first. */
function resampledMeans(values: readonly number[], resamples: Resamples): Float64Array {
  const count = values.length;
  const indexes = resamples.of(count);
  const sample = Float64Array.from(values);
  const means = new Float64Array(RESAMPLES);
  let at = 0;
  for (let resample = 0; resample < RESAMPLES; resample += 1) {
    let sum = 0;
    for (let drawn = 0; drawn < count; drawn += 1) {
      sum += sample[indexes[at] ?? 0] ?? 0;
      at += 1;
    }
    means[resample] = sum / count;
  }
  return means.sort();
}

/**
 * Mean over replications and its expanded percentile interval: the bootstrap's percentiles, taken further out by as
 * much as Student's t and the divisor n − 1 ask for, because plain percentiles are too narrow for few replications
 * (Hesterberg, "What Teachers Should Know About the Bootstrap", The American Statistician 69, 2015). For percentiles and
 * maxima, whose distribution over seeds is skewed: the interval follows it.
 */
export function bootstrapMean(values: readonly number[], resamples: Resamples): MeanEstimate {
  const known = estimateWithoutSpread(values);
  if (known !== null) return known;
  const n = values.length;
  const means = resampledMeans(values, resamples);
  const rank = nearestRank(tCdf(-expansionOf(n) * tReach(n), NORMAL), RESAMPLES);
  return {
    n,
    value: meanOf(values),
    low: means[rank - 1] ?? null,
    high: means[RESAMPLES - rank] ?? null,
  };
}

/** By how much further out the percentiles are taken, beside Student's t for the normal quantile. */
function expansionOf(n: number): number {
  return Math.sqrt(n / (n - 1));
}
