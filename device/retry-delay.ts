import type { RetryContext, RetryPolicy } from '../ports/index.ts';

export interface RetryDelay {
  /** What to wait: the longer of the two below, or what a policy that handles Retry-After says. */
  readonly delayMs: number;
  /** What the policy says. */
  readonly backoffMs: number;
  /** What the edge asks for, clamped; null when it asks for nothing. */
  readonly retryAfterMs: number | null;
}

/**
 * The delay before retry `retryIndex` (from 0): the policy's, with Retry-After, clamped to `retryAfterMaxMs`, as a
 * lower bound, unless the policy handles that itself. `context` has it as it was asked for. Chance comes in as
 * `uniform` on [0, 1).
 * @throws {RangeError} when the policy gives something that is no span of time.
 */
export function retryDelay(
  policy: RetryPolicy,
  retryIndex: number,
  uniform: number,
  context: RetryContext,
  retryAfterMaxMs: number,
): RetryDelay {
  const retryAfterMs = context.retryAfterMs === null ? null : Math.min(context.retryAfterMs, retryAfterMaxMs);
  const backoffMs = policy.delayMs(retryIndex, uniform, {
    status: context.status,
    retryAfterMs,
    previous: context.previous,
  });
  if (!Number.isFinite(backoffMs) || backoffMs < 0) {
    throw new RangeError(
      `Retry policy "${policy.name}" gave ${backoffMs} ms before retry ${retryIndex}; ` +
        'delayMs must return a finite number of milliseconds, 0 or more.',
    );
  }
  if (retryAfterMs === null || policy.handlesRetryAfter === true) {
    return { delayMs: backoffMs, backoffMs, retryAfterMs };
  }
  return { delayMs: Math.max(backoffMs, retryAfterMs), backoffMs, retryAfterMs };
}
