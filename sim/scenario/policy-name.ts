import type { PolicySettings } from './scenario.ts';

/** Policies that a scenario may name when the caller gives no list of its own; the first is the default. */
export const POLICY_NAMES = ['exponential-jitter', 'none', 'fixed', 'exponential', 'full-jitter'] as const;

export const DEFAULT_POLICY_NAME = POLICY_NAMES[0];

export type PolicyParameter = Exclude<keyof PolicySettings, 'name'>;

const ALL: readonly PolicyParameter[] = ['baseMs', 'factor', 'capMs', 'jitterRatio', 'retries'];

const USED: ReadonlyMap<string, readonly PolicyParameter[]> = new Map([
  ['none', []],
  ['fixed', ['baseMs', 'retries']],
  ['exponential', ['baseMs', 'factor', 'capMs', 'retries']],
  ['full-jitter', ['baseMs', 'factor', 'capMs', 'retries']],
  ['exponential-jitter', ALL],
]);

/** Which parameters a policy looks at. One that is not known here is taken to look at all of them. */
export function policyParameters(policyName: string): readonly PolicyParameter[] {
  return USED.get(policyName) ?? ALL;
}
