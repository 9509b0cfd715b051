/** When to try again. Pure: chance comes in as `uniform`, and it remembers nothing. */
export interface RetryPolicy {
  readonly name: string;
  /** Retries after the first attempt, 0 or more. */
  readonly retriesMax: number;
  /** Milliseconds to wait before retry `retryIndex` (0 = the first). `uniform` is on [0, 1). */
  delayMs(retryIndex: number, uniform: number): number;
  /** The least and the most that `delayMs` can give for this retry, both inclusive. */
  delayBoundsMs(retryIndex: number): { readonly min: number; readonly max: number };
}
