import type { PolicyDeclaration } from './policy-declaration.ts';
import { risingDelay } from './rising-delay.ts';

export const immediate: PolicyDeclaration = {
  doc: 'no delay',
  formula: '0',
  jitter: 'none',
  remembers: null,
  source: 'a client that forgot to wait',
  parameters: ['retries'],
  create: ({ retries }) => ({ retriesMax: retries, ...risingDelay(() => 0) }),
};
