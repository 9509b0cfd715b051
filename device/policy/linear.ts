import type { RetryPolicy } from '../../ports/index.ts';
import type { PolicySettings } from './policy-settings.ts';

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
