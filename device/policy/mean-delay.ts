import type { RetryPolicy } from '../../ports/index.ts';

/** For tests: the mean of a delay over a fine, even grid of the uniform draw. Exact for a straight line. */
export function meanOverGrid(delayMs: (uniform: number) => number, points = 100_000): number {
  let sum = 0;
  for (let index = 0; index < points; index += 1) sum += delayMs((index + 0.5) / points);
  return sum / points;
}

/** Mean of the sum of all delays when every retry is needed. */
export function meanTotalDelayMs(policy: Pick<RetryPolicy, 'retriesMax' | 'delayMs'>): number {
  let sum = 0;
  for (let retry = 0; retry < policy.retriesMax; retry += 1) {
    sum += meanOverGrid((uniform) => policy.delayMs(retry, uniform), 1_000);
  }
  return sum;
}
