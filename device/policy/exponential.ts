import type { RetryPolicy } from '../../ports/index.ts';
import type { PolicySettings } from './policy-settings.ts';

/**
 * E_k = min(C, b·f^k): truncated exponential growth, the delay before retry k without chance. The power may
 * overflow to Infinity for large k; the cap takes care of that, except for b = 0, where 0·Infinity is no number.
 */
export function exponentialDelayMs(
  settings: Pick<PolicySettings, 'baseMs' | 'factor' | 'capMs'>,
  retryIndex: number,
): number {
  if (settings.baseMs === 0) return 0;
  return Math.min(settings.capMs, settings.baseMs * settings.factor ** retryIndex);
}

/** Delay before retry k: E_k = min(C, b·f^k). No jitter, no memory. Source: Ethernet's truncated backoff. */
export function exponential(settings: PolicySettings): RetryPolicy {
  return {
    name: 'exponential',
    retriesMax: settings.retries,
    delayMs: (retryIndex) => exponentialDelayMs(settings, retryIndex),
    delayBoundsMs(retryIndex) {
      const delayMs = exponentialDelayMs(settings, retryIndex);
      return { min: delayMs, max: delayMs };
    },
  };
}
