import { exponentialDelayMs } from './exponential.ts';
import type { PolicyDeclaration } from './policy-declaration.ts';
import { risingDelay } from './rising-delay.ts';

/** It waits three quarters as long as `exponential` on average. */
export const equalJitter: PolicyDeclaration = {
  doc: 'half of exponential, and up to the other half on top',
  formula: 'E/2 + u·E/2, E = min(C, b·f^k)',
  jitter: 'after the cap',
  remembers: null,
  source: 'AWS Architecture Blog, "Exponential Backoff And Jitter" (2015)',
  parameters: ['baseMs', 'factor', 'capMs', 'retries'],
  create: (settings) => ({
    retriesMax: settings.retries,
    ...risingDelay((retryIndex, uniform) => {
      const halfMs = exponentialDelayMs(settings, retryIndex) / 2;
      return halfMs + uniform * halfMs;
    }),
  }),
};
