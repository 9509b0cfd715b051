import { adaptiveThrottle } from './adaptive-throttle.ts';
import { awsStandard } from './aws-standard.ts';
import { circuitBreaker } from './circuit-breaker.ts';
import { decorrelatedJitter } from './decorrelated-jitter.ts';
import { equalJitter } from './equal-jitter.ts';
import { exponential } from './exponential.ts';
import { exponentialJitter } from './exponential-jitter.ts';
import { fixed } from './fixed.ts';
import { fullJitter } from './full-jitter.ts';
import { grpc } from './grpc.ts';
import { immediate } from './immediate.ts';
import { linear } from './linear.ts';
import { none } from './none.ts';
import type { PolicyDeclaration } from './policy-declaration.ts';
import { DEFAULT_POLICY_SETTINGS } from './policy-settings.ts';
import type { PolicyParameter, PolicySettings } from './policy-settings.ts';
import { pollyV2 } from './polly-v2.ts';
import { retryAfter } from './retry-after.ts';
import { retryBudget } from './retry-budget.ts';
import type { RetryPolicy } from '../../ports/index.ts';
import { storeAndForward } from './store-and-forward.ts';

export type { PolicyParameter, PolicySettings } from './policy-settings.ts';

/** Every policy by its name. To add one: a file beside this one, its test, and a line here. */
export const POLICIES = {
  'exponential-jitter': exponentialJitter,
  none,
  immediate,
  fixed,
  linear,
  exponential,
  'equal-jitter': equalJitter,
  'full-jitter': fullJitter,
  'decorrelated-jitter': decorrelatedJitter,
  'polly-v2': pollyV2,
  grpc,
  'aws-standard': awsStandard,
  'retry-after': retryAfter,
  'retry-budget': retryBudget,
  'adaptive-throttle': adaptiveThrottle,
  'circuit-breaker': circuitBreaker,
  'store-and-forward': storeAndForward,
} satisfies Record<string, PolicyDeclaration>;

export type PolicyName = keyof typeof POLICIES;

/** In the order of the table. */
export const POLICY_NAMES: readonly PolicyName[] = Object.keys(POLICIES).filter(isPolicyName);

export const DEFAULT_POLICY_NAME: PolicyName = DEFAULT_POLICY_SETTINGS.name;

export function isPolicyName(name: string): name is PolicyName {
  return Object.hasOwn(POLICIES, name);
}

/** A name tells nothing: whoever brings a policy may call it as one of ours is called. */
const OWN = new WeakSet<RetryPolicy>();

/** Whether it is one of ours, and not one that somebody brings. */
export function isOwnPolicy(policy: RetryPolicy): boolean {
  return OWN.has(policy);
}

/** `made` is ours if `original` is: the same in another form. */
export function ofSameOrigin(made: RetryPolicy, original: RetryPolicy): RetryPolicy {
  if (OWN.has(original)) OWN.add(made);
  return made;
}

/** @throws {Error} that lists the names when there is no such policy. */
export function createPolicy(settings: PolicySettings): RetryPolicy {
  const { name } = settings;
  if (!isPolicyName(name)) {
    throw new Error(`There is no retry policy "${name}". Choose one of: ${POLICY_NAMES.join(', ')}.`);
  }
  const policy = { name, ...POLICIES[name].create(settings) };
  OWN.add(policy);
  return policy;
}

/** Of a policy that is not ours nobody knows anything: it is taken to be like the default. */
export function declarationOf(name: string): PolicyDeclaration {
  return POLICIES[isPolicyName(name) ? name : DEFAULT_POLICY_NAME];
}

/** Which settings a policy looks at; one that is not ours, all of them. */
export function parametersOf(name: string): readonly PolicyParameter[] {
  return declarationOf(name).parameters;
}
