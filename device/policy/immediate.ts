import type { RetryPolicy } from '../../ports/index.ts';
import type { PolicySettings } from './policy-settings.ts';

/** Delay before every retry: 0. No jitter, no cap, no memory. What a client does whose author forgot to wait. */
export function immediate({ retries }: PolicySettings): RetryPolicy {
  return {
    name: 'immediate',
    retriesMax: retries,
    delayMs: () => 0,
    delayBoundsMs: () => ({ min: 0, max: 0 }),
  };
}
