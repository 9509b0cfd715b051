import type { RetryPolicy } from '../../ports/index.ts';
import type { PolicySettings } from './policy-settings.ts';

/** Delay before every retry: b. No jitter, no cap, no memory. Source: mqtt.js reconnects so. */
export function fixed({ baseMs, retries }: PolicySettings): RetryPolicy {
  return {
    name: 'fixed',
    retriesMax: retries,
    delayMs: () => baseMs,
    delayBoundsMs: () => ({ min: baseMs, max: baseMs }),
  };
}
