import type { PolicySettings } from './policy-settings.ts';
import type { RetryPolicy } from './retry-policy.ts';

/**
 * Delay before retry k: min(C, b·(k + 1)). No jitter, no memory. Source: Polly's linear backoff; the cap is ours, because
 * a cap is a cap.
 */
export function linear({ baseMs, capMs, retries }: PolicySettings): RetryPolicy {
  const delayMs = (retryIndex: number): number => Math.min(capMs, baseMs * (retryIndex + 1));
  return {
    name: 'linear',
    retriesMax: retries,
    delayMs,
    delayBoundsMs: (retryIndex) => ({ min: delayMs(retryIndex), max: delayMs(retryIndex) }),
  };
}
