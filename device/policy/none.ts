import type { PolicyDeclaration } from './policy-declaration.ts';
import { risingDelay } from './rising-delay.ts';

/** The first transient failure exhausts the reading. */
export const none: PolicyDeclaration = {
  doc: 'no retry',
  formula: 'no retry',
  jitter: 'none',
  remembers: null,
  source: 'a client without retries',
  parameters: [],
  defaults: 'R 0',
  create: () => ({ retriesMax: 0, ...risingDelay(() => 0) }),
};
