import { ofSameOrigin } from '../../device/policy/policies.ts';
import type { RetryContext, RetryPolicy } from '../../ports/index.ts';

/** The answer as the policy would see it if its unit of time were `factor` times as long. */
function shrunk<Context extends Omit<RetryContext, 'previous'>>(context: Context, factor: number): Context {
  const { retryAfterMs } = context;
  return retryAfterMs === null ? context : { ...context, retryAfterMs: retryAfterMs / factor };
}

/**
 * The same policy in another unit of time: every delay and its bounds are multiplied by `factor`, while a Retry-After
 * means what it says. What the policy remembers (tokens, windows, pauses) is left as it is.
 * @throws {RangeError} when the factor is not above 0 and finite.
 */
export function scaledPolicy(policy: RetryPolicy, factor: number): RetryPolicy {
  if (!(factor > 0 && factor < Infinity)) {
    throw new RangeError(`Delays can be multiplied by a finite number above 0, not by ${factor}.`);
  }
  const scaled: RetryPolicy = {
    name: policy.name,
    retriesMax: policy.retriesMax,
    ...(policy.memory !== undefined && { memory: policy.memory }),
    ...(policy.handlesRetryAfter === true && { handlesRetryAfter: true }),
    ...(policy.remember !== undefined && { remember: () => policy.remember?.() ?? {} }),
    delayMs(retryIndex, uniform, context) {
      if (context === undefined) return factor * policy.delayMs(retryIndex, uniform);
      const { previous } = context;
      return (
        factor *
        policy.delayMs(retryIndex, uniform, {
          ...shrunk(context, factor),
          previous: previous === null ? null : { ...previous, delayMs: previous.delayMs / factor },
        })
      );
    },
    delayBoundsMs(retryIndex, context) {
      const { min, max } = policy.delayBoundsMs(
        retryIndex,
        context === undefined ? undefined : shrunk(context, factor),
      );
      return { min: factor * min, max: factor * max };
    },
  };
  return ofSameOrigin(scaled, policy);
}
