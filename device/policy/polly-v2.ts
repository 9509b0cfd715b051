import type { RetryPolicy } from '../../ports/index.ts';
import type { PolicySettings } from './policy-settings.ts';

/** "PFactor" and "RpScalingFactor" of the source: chosen there so that the first delay has the median b. */
const P_FACTOR = 4;
const SCALE = 1 / 1.4;

/** g(t) = 2^t·tanh √(4t): a smooth curve from 0 that soon doubles with each step. */
function curve(t: number): number {
  return 2 ** t * Math.tanh(Math.sqrt(P_FACTOR * t));
}

/** Draws that nobody knows are taken for their mean. */
const UNIFORM_UNKNOWN = 0.5;

/**
 * Delay before retry k: min(C, (b/1.4)·(g(k + u_k) − g(k − 1 + u_{k−1}))) with g(t) = 2^t·tanh √(4t), and 0 for the second
 * term at k = 0; the jitter comes before the cap. The distance between two random points on one curve, so memory is
 * the reading's own: `context.previous.uniform`. The factor of the settings is not used. Source: Polly 8, `RetryHelper`
 * (decorrelated jitter, version 2); cockatiel's `decorrelatedJitterGenerator`.
 */
export function pollyV2({ baseMs, capMs, retries }: PolicySettings): RetryPolicy {
  const spanMs = (from: number, to: number): number => {
    // The curve overflows long after any cap is reached; Infinity − Infinity and 0·Infinity are no numbers.
    const high = curve(to);
    if (baseMs === 0) return 0;
    return Number.isFinite(high) ? Math.min(capMs, SCALE * baseMs * Math.max(0, high - from)) : capMs;
  };
  return {
    name: 'polly-v2',
    retriesMax: retries,
    memory: 'reading',
    delayMs(retryIndex, uniform, context) {
      const previous = context?.previous?.uniform ?? UNIFORM_UNKNOWN;
      return spanMs(retryIndex === 0 ? 0 : curve(retryIndex - 1 + previous), retryIndex + uniform);
    },
    // Least: both points at the same place. Most: two whole steps of the curve between them.
    delayBoundsMs: (retryIndex) => ({
      min: 0,
      max: spanMs(retryIndex === 0 ? 0 : curve(retryIndex - 1), retryIndex + 1),
    }),
  };
}
