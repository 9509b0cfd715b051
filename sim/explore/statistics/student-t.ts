import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { CONFIDENCE } from './mean-estimate.ts';
import type { MeanTest } from './mean-estimate.ts';
import { meanOf, standardErrorOf } from './sample.ts';
import { estimateWithoutSpread } from './sign-test.ts';

/** How many standard errors the 95 % interval of a mean of n values reaches to each side; n is 2 or more. */
export function tReach(n: number): number {
  return tQuantile((1 + CONFIDENCE) / 2, n - 1);
}

/** The chance of a mean of n values at least `distance` (0 or more) standard errors away from the true one. */
function tTwoSided(distance: number, n: number): number {
  return Math.min(1, 2 * tCdf(-distance, n - 1));
}

/**
 * Mean, interval and p-value by Student's t ("The Probable Error of a Mean", 1908), all three from one standard error.
 * Of values that are all equal, by sign test.
 */
export function studentTMean(values: readonly number[]): MeanTest {
  const known = estimateWithoutSpread(values);
  if (known !== null) return known;
  const n = values.length;
  const mean = meanOf(values);
  const error = standardErrorOf(values);
  const reach = tReach(n) * error;
  return {
    n,
    value: mean,
    low: mean - reach,
    high: mean + reach,
    pValue: tTwoSided(Math.abs(mean) / error, n),
  };
}
