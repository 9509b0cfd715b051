import { exponentialDelayMs } from './exponential.ts';
import type { PolicyDeclaration } from './policy-declaration.ts';
import type { PolicySettings } from './policy-settings.ts';
import { risingDelay } from './rising-delay.ts';

/**
 * min(C, d·(1 + j(2u − 1))): a delay d spread evenly over ± the share j, and only then capped, because a cap is a
 * cap. With d near C a part of the draws is therefore exactly C.
 */
export function jitterThenCapMs(
  delayMs: number,
  { jitterRatio, capMs }: Pick<PolicySettings, 'jitterRatio' | 'capMs'>,
  uniform: number,
): number {
  return Math.min(capMs, delayMs * (1 + jitterRatio * (2 * uniform - 1)));
}

export const exponentialJitter: PolicyDeclaration = {
  doc: 'exponential with a cap, spread to either side: the default',
  formula: 'min(C, E·(1 + j(2u − 1))), E = min(C, b·f^k)',
  jitter: 'between two caps: growth is capped before it, the result after it',
  remembers: null,
  source: 'the system this project re-implements',
  parameters: ['baseMs', 'factor', 'capMs', 'retries', 'jitterRatio'],
  create: (settings) => ({
    retriesMax: settings.retries,
    ...risingDelay((retryIndex, uniform) =>
      jitterThenCapMs(exponentialDelayMs(settings, retryIndex), settings, uniform),
    ),
  }),
};
