import type { PolicySettings } from './policy-settings.ts';
import { exponentialJitter } from './exponential-jitter.ts';
import type { RetryPolicy } from '../../ports/index.ts';

/** By which share of it Retry-After may be exceeded. */
const SPREAD_RATIO = 0.5;

/**
 * Delay before retry k: max(RetryAfter·(1 + u/2), own delay), the own delay being that of `exponential-jitter`. Its jitter
 * stands before its cap; that of Retry-After only adds, since nobody may come earlier than asked, and knows no cap but
 * the clamp of the device. No memory. Source: Envoy's rate-limited backoff; RFC 9110, 10.2.3.
 */
export function retryAfter(settings: PolicySettings): RetryPolicy {
  const own = exponentialJitter(settings);
  const delayMs = (retryIndex: number, uniform: number, retryAfterMs: number | null): number =>
    Math.max((retryAfterMs ?? 0) * (1 + SPREAD_RATIO * uniform), own.delayMs(retryIndex, uniform));
  return {
    name: 'retry-after',
    retriesMax: settings.retries,
    handlesRetryAfter: true,
    delayMs: (retryIndex, uniform, context) => delayMs(retryIndex, uniform, context?.retryAfterMs ?? null),
    delayBoundsMs(retryIndex, context) {
      const askedMs = context?.retryAfterMs ?? null;
      return { min: delayMs(retryIndex, 0, askedMs), max: delayMs(retryIndex, 1, askedMs) };
    },
  };
}
