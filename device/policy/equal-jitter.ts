import type { PolicySettings } from './policy-settings.ts';
import { exponentialDelayMs } from './exponential.ts';
import type { RetryPolicy } from '../../ports/index.ts';

/**
 * Delay before retry k: E_k/2 + u·E_k/2 with E_k = min(C, b·f^k); the jitter comes after the cap. It waits three quarters
 * as long as `exponential` on average. No memory. Source: AWS Architecture Blog, "Exponential Backoff And Jitter"
 * (2015).
 */
export function equalJitter(settings: PolicySettings): RetryPolicy {
  const delayMs = (retryIndex: number, uniform: number): number => {
    const halfMs = exponentialDelayMs(settings, retryIndex) / 2;
    return halfMs + uniform * halfMs;
  };
  return {
    name: 'equal-jitter',
    retriesMax: settings.retries,
    delayMs,
    // By the same sum, so that no rounding can put a delay outside of them.
    delayBoundsMs: (retryIndex) => ({ min: delayMs(retryIndex, 0), max: delayMs(retryIndex, 1) }),
  };
}
