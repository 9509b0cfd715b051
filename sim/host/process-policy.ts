import type { PolicyMemory, RetryPolicy } from '../../ports/index.ts';

/**
 * The policy as the devices of one process have it: one that remembers by process gives all of them the same memory.
 * It lives as long as the process; the reboot of one device of several does not end that.
 */
export function sharedInProcess(policy: RetryPolicy): RetryPolicy {
  if (policy.memory !== 'process' || policy.remember === undefined) return policy;
  let shared: PolicyMemory | undefined;
  return {
    name: policy.name,
    retriesMax: policy.retriesMax,
    memory: policy.memory,
    ...(policy.handlesRetryAfter === true && { handlesRetryAfter: true }),
    delayMs: (retryIndex, uniform, context) => policy.delayMs(retryIndex, uniform, context),
    delayBoundsMs: (retryIndex, context) => policy.delayBoundsMs(retryIndex, context),
    remember: () => (shared ??= policy.remember?.() ?? {}),
  };
}

/** The policy for each device of a fleet, `perProcess` neighbours at a time in one process. */
export function policiesByProcess(policy: RetryPolicy, perProcess: number): (index: number) => RetryPolicy {
  if (perProcess === 1) return () => policy;
  const processes = new Map<number, RetryPolicy>();
  return (index) => {
    const number = Math.floor(index / perProcess);
    const known = processes.get(number) ?? sharedInProcess(policy);
    processes.set(number, known);
    return known;
  };
}
