import type { PolicyDeclaration } from './policy-declaration.ts';
import { risingDelay } from './rising-delay.ts';

export const fixed: PolicyDeclaration = {
  doc: 'always the base',
  formula: 'b',
  jitter: 'none',
  remembers: null,
  source: 'mqtt.js reconnects so',
  parameters: ['baseMs', 'retries'],
  create: ({ baseMs, retries }) => ({ retriesMax: retries, ...risingDelay(() => baseMs) }),
};
