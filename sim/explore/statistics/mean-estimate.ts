/** The mean of independent replications, its two-sided 95 % interval, and a test of "the true mean is 0". */
export interface MeanEstimate {
  readonly n: number;
  /** Null when n is 0. */
  readonly value: number | null;
  /** Null when n is below 2: one replication says nothing about the next. */
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided; null when n is below 2. */
  readonly pValue: number | null;
}

/** The level of every interval. */
export const CONFIDENCE = 0.95;

/** What can be said without looking at a spread: nothing of fewer than two values, everything of equal ones. */
export function estimateWithoutSpread(values: readonly number[]): MeanEstimate | null {
  const n = values.length;
  const [first] = values;
  if (first === undefined) return { n, value: null, low: null, high: null, pValue: null };
  if (n === 1) return { n, value: first, low: null, high: null, pValue: null };
  if (values.some((value) => value !== first)) return null;
  // The mean of equal values is that value, to the last bit: dividing a sum may not give it back.
  return { n, value: first, low: first, high: first, pValue: first === 0 ? 1 : 0 };
}
