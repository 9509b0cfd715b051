import type { PolicySettings } from './policy-settings.ts';
import { exponentialDelayMs } from './exponential.ts';
import type { RetryPolicy } from '../../ports/index.ts';

/**
 * min(C, d·(1 + j(2u − 1))): a delay d spread evenly over ± the share j, and only then capped, because a cap is a
 * cap. With d near C a part of the draws is therefore exactly C.
 */
export function jitterThenCapMs(
  delayMs: number,
  { jitterRatio, capMs }: Pick<PolicySettings, 'jitterRatio' | 'capMs'>,
  uniform: number,
): number {
  return Math.min(capMs, delayMs * (1 + jitterRatio * (2 * uniform - 1)));
}

/**
 * Delay before retry k: min(C, E_k·(1 + j(2u − 1))) with E_k = min(C, b·f^k). The jitter stands between two caps:
 * growth is capped before it, the result after it. No memory. Source: the system this project re-implements.
 */
export function exponentialJitter(settings: PolicySettings): RetryPolicy {
  const delayMs = (retryIndex: number, uniform: number): number =>
    jitterThenCapMs(exponentialDelayMs(settings, retryIndex), settings, uniform);
  return {
    name: 'exponential-jitter',
    retriesMax: settings.retries,
    delayMs,
    delayBoundsMs: (retryIndex) => ({ min: delayMs(retryIndex, 0), max: delayMs(retryIndex, 1) }),
  };
}
