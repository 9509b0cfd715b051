import type { RetryPolicy } from '../../ports/index.ts';
import type { PolicySettings } from './policy-settings.ts';

/** What the delay before may be multiplied by at most. */
const GROWTH_MAX = 3;

/**
 * Delay before retry k: s_k = min(C, b + u(3·s_{k−1} − b)) with s_{−1} = b; the jitter comes before the cap. Each delay
 * grows from the one before it, whatever its index, so memory is the reading's own: `context.previous`. Without a
 * previous delay it begins anew. Source: AWS Architecture Blog, "Exponential Backoff And Jitter" (2015).
 */
export function decorrelatedJitter({ baseMs, capMs, retries }: PolicySettings): RetryPolicy {
  return {
    name: 'decorrelated-jitter',
    retriesMax: retries,
    memory: 'reading',
    delayMs(_retryIndex, uniform, context) {
      const previousMs = context?.previous?.delayMs ?? baseMs;
      return Math.min(capMs, baseMs + uniform * (GROWTH_MAX * previousMs - baseMs));
    },
    // From b, tripled at each retry. The power may overflow to Infinity, except for b = 0, where it would be no number.
    delayBoundsMs: (retryIndex) => ({
      min: baseMs,
      max: baseMs === 0 ? 0 : Math.min(capMs, baseMs * GROWTH_MAX ** (retryIndex + 1)),
    }),
  };
}
