import type { PolicyDeclaration } from './policy-declaration.ts';
import type { PolicySettings } from './policy-settings.ts';
import { risingDelay } from './rising-delay.ts';

/**
 * E_k = min(C, b·f^k): truncated exponential growth, the delay before retry k without chance. The power may
 * overflow to Infinity for large k; the cap takes care of that, except for b = 0, where 0·Infinity is no number.
 */
export function exponentialDelayMs(
  settings: Pick<PolicySettings, 'baseMs' | 'factor' | 'capMs'>,
  retryIndex: number,
): number {
  if (settings.baseMs === 0) return 0;
  return Math.min(settings.capMs, settings.baseMs * settings.factor ** retryIndex);
}

export const exponential: PolicyDeclaration = {
  doc: 'multiplied each time, up to the cap, without jitter',
  formula: 'E = min(C, b·f^k)',
  jitter: 'none',
  remembers: null,
  source: 'truncated exponential backoff, as of Ethernet',
  parameters: ['baseMs', 'factor', 'capMs', 'retries'],
  create: (settings) => ({
    retriesMax: settings.retries,
    ...risingDelay((retryIndex) => exponentialDelayMs(settings, retryIndex)),
  }),
};
