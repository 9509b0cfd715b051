/**
 * A policy of one's own: Fibonacci backoff, 1, 1, 2, 3, 5, 8 … times the base, up to a cap, less up to a half by chance.
 *
 *   npm run sim -- --scenario storm --seed 42 --policy ./examples/fibonacci-policy.ts
 */
import type { RetryPolicy } from '../ports/index.ts';

const BASE_MS = 1_000;
const CAP_MS = 20_000;

function longestMs(retryIndex: number): number {
  let [current, next] = [1, 1];
  for (let index = 0; index < retryIndex; index += 1) [current, next] = [next, current + next];
  return Math.min(CAP_MS, BASE_MS * current);
}

export const policy: RetryPolicy = {
  name: 'fibonacci',
  retriesMax: 6,
  delayMs: (retryIndex, uniform) => longestMs(retryIndex) * (1 - uniform / 2),
  delayBoundsMs: (retryIndex) => ({ min: longestMs(retryIndex) / 2, max: longestMs(retryIndex) }),
};
