import type { PolicySettings } from './scenario.ts';

/** Policies that a scenario may name when the caller gives no list of its own; the first is the default. */
export const POLICY_NAMES = [
  'exponential-jitter',
  'none',
  'immediate',
  'fixed',
  'linear',
  'exponential',
  'equal-jitter',
  'full-jitter',
  'decorrelated-jitter',
  'polly-v2',
  'grpc',
  'aws-standard',
  'retry-after',
  'retry-budget',
  'adaptive-throttle',
  'circuit-breaker',
  'store-and-forward',
] as const;

export type PolicyParameter = Exclude<keyof PolicySettings, 'name'>;

const ALL: readonly PolicyParameter[] = ['baseMs', 'factor', 'capMs', 'jitterRatio', 'retries'];

const EXPONENTIAL: readonly PolicyParameter[] = ['baseMs', 'factor', 'capMs', 'retries'];

const USED: ReadonlyMap<string, readonly PolicyParameter[]> = new Map([
  ['none', []],
  ['immediate', ['retries']],
  ['fixed', ['baseMs', 'retries']],
  ['linear', ['baseMs', 'capMs', 'retries']],
  ['exponential', EXPONENTIAL],
  ['equal-jitter', EXPONENTIAL],
  ['full-jitter', EXPONENTIAL],
  ['decorrelated-jitter', ['baseMs', 'capMs', 'retries']],
  ['polly-v2', ['baseMs', 'capMs', 'retries']],
  ['grpc', EXPONENTIAL],
  ['aws-standard', []],
  ['store-and-forward', ['baseMs', 'factor', 'capMs']],
  // The others wait like the default.
]);

/** Which parameters a policy looks at. One that is not known here is taken to look at all of them. */
export function policyParameters(policyName: string): readonly PolicyParameter[] {
  return USED.get(policyName) ?? ALL;
}
