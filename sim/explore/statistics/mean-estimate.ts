/** The mean of independent replications and its two-sided 95 % interval. */
export interface MeanEstimate {
  readonly n: number;
  /** Null when n is 0. */
  readonly value: number | null;
  /** Null when n is below `REPLICATIONS_MIN`, and for values that are all equal but fewer than six. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Beside it a test of "the true mean is 0". */
export interface MeanTest extends MeanEstimate {
  /**
   * Two-sided; null when n is below `REPLICATIONS_MIN`. Where there is an interval it is below 0.05 exactly when that
   * leaves out 0.
   */
  readonly pValue: number | null;
}

/** The level of every interval. */
export const CONFIDENCE = 0.95;

/** Fewer have neither interval nor p-value: whether two values lie close together says next to nothing of a spread. */
export const REPLICATIONS_MIN = 3;
