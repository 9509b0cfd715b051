import { CONFIDENCE, REPLICATIONS_MIN } from './mean-estimate.ts';
import type { MeanTest } from './mean-estimate.ts';
import { meanOf } from './sample.ts';

/** How often n differences all have the same sign when either is equally likely. */
function allOfOneSign(n: number): number {
  return 2 ** (1 - n);
}

/**
 * What can be said without looking at a spread, because there are too few values or because they are all equal; null of
 * any others. A spread of up to `resolution` is none: that much comes from rounding.
 *
 * That no spread was seen does not mean that there is none (three coins fall alike one time in four). So the sign test
 * decides, and equal values are an interval by themselves only where there are enough of them for it: six.
 */
export function estimateWithoutSpread(values: readonly number[], resolution = 0): MeanTest | null {
  const n = values.length;
  const [first] = values;
  const nothing = { low: null, high: null, pValue: null };
  if (first === undefined) return { n, value: null, ...nothing };
  if (n < REPLICATIONS_MIN) return { n, value: meanOf(values), ...nothing };
  if (Math.max(...values) - Math.min(...values) > resolution) return null;
  // The mean of equal values is that value, to the last bit: dividing a sum may not give it back.
  const value = Math.abs(first) <= resolution ? 0 : first;
  const end = allOfOneSign(n) < 1 - CONFIDENCE ? value : null;
  return { n, value, low: end, high: end, pValue: value === 0 ? 1 : allOfOneSign(n) };
}
