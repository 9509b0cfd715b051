import { holm, leastPairedPValue, REPLICATIONS_MIN } from './statistics/index.ts';
import type { MeanTest } from './statistics/index.ts';

/** A difference counts when its adjusted p-value is below this. */
export const SIGNIFICANCE = 0.05;

/**
 * The p-values of tests that are shown together, adjusted for being several: by Holm over them, times the number of
 * comparisons of which each shows as many. Null stands for what is not tested. In the order of the tests.
 */
export function adjustedPValues(
  tests: readonly (MeanTest | null)[],
  comparisons: number,
): readonly (number | null)[] {
  const adjusted = holm(tests.map((test) => test?.pValue ?? null));
  return adjusted.map((pValue) => (pValue === null ? null : Math.min(1, pValue * comparisons)));
}

/** How many seeds it takes until any of so many tests can be significant. */
export function seedsToSignify(tests: number): number {
  let seeds = REPLICATIONS_MIN;
  while (tests * leastPairedPValue(seeds) >= SIGNIFICANCE) seeds += 1;
  return seeds;
}
