import type { PolicyDeclaration } from './policy-declaration.ts';
import { risingDelay } from './rising-delay.ts';

export const linear: PolicyDeclaration = {
  doc: 'grows by the base each time, up to the cap',
  formula: 'min(C, b·(k + 1))',
  jitter: 'none',
  remembers: null,
  source: 'Polly, linear backoff; the cap is ours',
  parameters: ['baseMs', 'capMs', 'retries'],
  create: ({ baseMs, capMs, retries }) => ({
    retriesMax: retries,
    ...risingDelay((retryIndex) => Math.min(capMs, baseMs * (retryIndex + 1))),
  }),
};
