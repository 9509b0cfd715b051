import type { PolicySettings } from './policy-settings.ts';
import { exponentialDelayMs } from './exponential.ts';
import type { RetryPolicy } from '../../ports/index.ts';

/**
 * Delay before retry k: u·E_k with E_k = min(C, b·f^k); the jitter comes after the cap. It waits half as long as
 * `exponential` on average. No memory. Source: AWS Architecture Blog, "Exponential Backoff And Jitter" (2015).
 */
export function fullJitter(settings: PolicySettings): RetryPolicy {
  return {
    name: 'full-jitter',
    retriesMax: settings.retries,
    delayMs: (retryIndex, uniform) => uniform * exponentialDelayMs(settings, retryIndex),
    delayBoundsMs: (retryIndex) => ({ min: 0, max: exponentialDelayMs(settings, retryIndex) }),
  };
}
