import type { PolicyDeclaration } from './policy-declaration.ts';

/** What the delay before may be multiplied by at most. */
const GROWTH_MAX = 3;

/**
 * Each delay grows from the one before it, whatever its index, so memory is the reading's own: `context.previous`. Without
 * a previous delay it begins anew.
 */
export const decorrelatedJitter: PolicyDeclaration = {
  doc: 'anything up to three times the delay before',
  formula: 's = min(C, b + u(3s′ − b)), s′ the delay before, at first b',
  jitter: 'before the cap',
  remembers: 'the delay before',
  source: 'AWS Architecture Blog, "Exponential Backoff And Jitter" (2015)',
  parameters: ['baseMs', 'capMs', 'retries'],
  create: ({ baseMs, capMs, retries }) => ({
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
  }),
};
