import type { PolicyDeclaration } from './policy-declaration.ts';

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
 * The distance between two random points on one curve, from the curve's zero before the first retry; memory is the
 * reading's own, `context.previous.uniform`. In the source: decorrelated jitter, version 2; in cockatiel:
 * `decorrelatedJitterGenerator`.
 */
export const pollyV2: PolicyDeclaration = {
  doc: 'decorrelated, with an exponential median',
  formula: 'min(C, (b/1.4)·(g(k + u) − g(k − 1 + u′))), g(t) = 2^t·tanh √(4t), u′ the draw before',
  jitter: 'before the cap',
  remembers: 'the draw before',
  source: 'Polly 8, RetryHelper; cockatiel',
  parameters: ['baseMs', 'capMs', 'retries'],
  defaults: 'b 1s, C 30s, R 5 (b is 2s in Polly, 128ms in cockatiel)',
  create({ baseMs, capMs, retries }) {
    const spanMs = (from: number, to: number): number => {
      // The curve overflows long after any cap is reached; Infinity − Infinity and 0·Infinity are no numbers.
      const high = curve(to);
      if (baseMs === 0) return 0;
      return Number.isFinite(high) ? Math.min(capMs, SCALE * baseMs * Math.max(0, high - from)) : capMs;
    };
    return {
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
  },
};
