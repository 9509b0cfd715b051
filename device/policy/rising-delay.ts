import type { RetryContext, RetryPolicy } from '../../ports/index.ts';

export type Answer = Omit<RetryContext, 'previous'>;

const NO_ANSWER: Answer = { status: null, retryAfterMs: null };

/**
 * For a delay that no longer draw makes shorter, and that looks at no delay before it. Its bounds are what the two ends of
 * the draw give, by the same sum, so that no rounding can put a delay outside of them.
 */
export function risingDelay(
  delayMs: (retryIndex: number, uniform: number, answer: Answer) => number,
): Pick<RetryPolicy, 'delayMs' | 'delayBoundsMs'> {
  return {
    delayMs: (retryIndex, uniform, context) => delayMs(retryIndex, uniform, context ?? NO_ANSWER),
    delayBoundsMs: (retryIndex, answer = NO_ANSWER) => ({
      min: delayMs(retryIndex, 0, answer),
      max: delayMs(retryIndex, 1, answer),
    }),
  };
}
