import type { PolicySettings } from './policy-settings.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** Delay before every retry: b. No jitter, no cap, no memory. Source: mqtt.js reconnects so. */
export function fixed({ baseMs, retries }: PolicySettings): RetryPolicy {
  return {
    name: 'fixed',
    retriesMax: retries,
    delayMs: () => baseMs,
    delayBoundsMs: () => ({ min: baseMs, max: baseMs }),
  };
}
