import type { MeanTest } from './mean-estimate.ts';
import { estimateWithoutSpread } from './sign-test.ts';
import { studentTMean } from './student-t.ts';

/** Differences that are less than this apart, as a share of the values, are equal but for rounding. */
const ROUNDING = 1e-12;

/** A value of one and a value of the other under the same seed. */
export type Pair = readonly [value: number, other: number];

export interface PairedTest extends MeanTest {
  /** By sign test where all differences are equal. */
  readonly method: 'student-t' | 'sign-test';
}

/**
 * How often n differences between two that are distributed alike lie as close together as you like, and not at 0: a
 * value that both take half of the time, and another, make it 2·4^(−n), for each sign one time in four on each seed; no
 * distribution makes it notably more. Of such a metric (a latency of one timeout or of two) Student's t says one in a
 * million, for it believes in a shape. That no p-value is less than this costs little: at n = 3 it is 0.03.
 */
export function leastPairedPValue(n: number): number {
  return 2 * 4 ** -n;
}

/**
 * The paired t-test of "both are the same": mean of value minus other, with interval and p-value. Also for metrics that
 * are skewed over seeds: the difference of two that are distributed alike is symmetric, whatever that distribution is,
 * and of symmetric values Student's t keeps its promise from three on.
 */
export function pairedT(pairs: readonly Pair[]): PairedTest {
  const differences = pairs.map(([value, other]) => value - other);
  const largest = Math.max(0, ...pairs.flat().map(Math.abs));
  const equal = estimateWithoutSpread(differences, largest * ROUNDING);
  if (equal !== null) return { ...equal, method: equal.pValue === null ? 'student-t' : 'sign-test' };
  const test = studentTMean(differences);
  const pValue = test.pValue === null ? null : Math.max(test.pValue, leastPairedPValue(test.n));
  return { ...test, pValue, method: 'student-t' };
}
