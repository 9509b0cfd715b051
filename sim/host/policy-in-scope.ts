import type { PolicyMemory, RetryPolicy } from '../../ports/index.ts';
import { currentScope } from './scope.ts';
import type { Scope } from './scope.ts';

/**
 * The policy of a user, as our own device on this machine has it: what its code asks of the globals is answered as to the
 * machine. Our device calls it from wherever an answer or a timer comes, which is in nobody's scope.
 */
export function policyInScope(policy: RetryPolicy, scope: Scope): RetryPolicy {
  const { name, retriesMax, memory, handlesRetryAfter } = policy;
  return {
    name,
    retriesMax,
    ...(memory !== undefined && { memory }),
    ...(handlesRetryAfter === true && { handlesRetryAfter }),
    delayMs: (...given) => currentScope.run(scope, () => policy.delayMs(...given)),
    delayBoundsMs: (...given) => currentScope.run(scope, () => policy.delayBoundsMs(...given)),
    ...(policy.remember !== undefined && {
      remember: () =>
        memoryInScope(
          currentScope.run(scope, () => policy.remember?.() ?? {}),
          scope,
        ),
    }),
  };
}

/** What a memory says that is not asked. */
const SEND = { kind: 'send' } as const;

function memoryInScope(memory: PolicyMemory, scope: Scope): PolicyMemory {
  return {
    // Who is never asked is another device: it has no queue to hold back.
    ...(memory.admit !== undefined && {
      admit: (request) => currentScope.run(scope, () => memory.admit?.(request) ?? SEND),
    }),
    ended: (end) => currentScope.run(scope, () => memory.ended?.(end)),
    mayRetry: (end) => currentScope.run(scope, () => memory.mayRetry?.(end) ?? true),
  };
}
