import type { PolicySettings } from '../settings.ts';
import { exponential } from './exponential.ts';
import { exponentialJitter } from './exponential-jitter.ts';
import { fixed } from './fixed.ts';
import { fullJitter } from './full-jitter.ts';
import { none } from './none.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** Every policy by its name. To add one: a file beside this one, its test, and a line here. */
export const POLICIES = {
  'exponential-jitter': exponentialJitter,
  none,
  fixed,
  exponential,
  'full-jitter': fullJitter,
} satisfies Record<string, (settings: PolicySettings) => RetryPolicy>;

export type PolicyName = keyof typeof POLICIES;

/** In the order of the table. */
export const POLICY_NAMES = Object.keys(POLICIES).filter(isPolicyName);

function isPolicyName(name: string): name is PolicyName {
  return Object.hasOwn(POLICIES, name);
}

/** @throws {Error} that lists the names when there is no such policy. */
export function createPolicy(settings: PolicySettings): RetryPolicy {
  if (!isPolicyName(settings.name)) {
    throw new Error(
      `There is no retry policy "${settings.name}". Choose one of: ${Object.keys(POLICIES).join(', ')}.`,
    );
  }
  return POLICIES[settings.name](settings);
}
