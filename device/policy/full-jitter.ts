import { exponentialDelayMs } from './exponential.ts';
import type { PolicyDeclaration } from './policy-declaration.ts';
import { risingDelay } from './rising-delay.ts';

/** It waits half as long as `exponential` on average. */
export const fullJitter: PolicyDeclaration = {
  doc: 'anything from nothing to exponential',
  formula: 'u·E, E = min(C, b·f^k)',
  jitter: 'after the cap',
  remembers: null,
  source: 'AWS Architecture Blog, "Exponential Backoff And Jitter" (2015); FreeRTOS backoffAlgorithm',
  parameters: ['baseMs', 'factor', 'capMs', 'retries'],
  create: (settings) => ({
    retriesMax: settings.retries,
    ...risingDelay((retryIndex, uniform) => uniform * exponentialDelayMs(settings, retryIndex)),
  }),
};
