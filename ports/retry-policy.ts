import type { PolicyMemory } from './policy-memory.ts';

/**
 * Whose past a policy's decisions depend on. `none`: nobody's; `reading`: what this reading waited before;
 * `device`: all readings of one device since its boot; `process`: all devices that run in one process.
 */
export type PolicyMemoryScope = 'none' | 'reading' | 'device' | 'process';

/** The failure before a retry, and what the policy said before the retry before it. */
export interface RetryContext {
  /** Of the answer; null without one (timeout, refused, reset), or when the attempt was refused by the policy. */
  readonly status: number | null;
  /** What the answer asked for, already clamped to the device's maximum; null when it asked for nothing. */
  readonly retryAfterMs: number | null;
  /** What `delayMs` gave before retry `retryIndex` − 1 of this reading, and its chance; null before retry 0. */
  readonly previous: { readonly delayMs: number; readonly uniform: number } | null;
}

/**
 * When to try again. Pure: chance comes in as `uniform`, time and the past as arguments. What a policy must remember
 * beyond one reading stands in the `PolicyMemory` that `remember` makes.
 */
export interface RetryPolicy {
  readonly name: string;
  /** Retries after the first attempt, 0 or more; Infinity for a policy that never gives up. */
  readonly retriesMax: number;
  /** Default: `none`. */
  readonly memory?: PolicyMemoryScope;
  /**
   * Whether `delayMs` makes of Retry-After what it wants. Without it the client waits at least as long as the answer
   * asks for, whatever the policy says.
   */
  readonly handlesRetryAfter?: true;
  /** Milliseconds to wait before retry `retryIndex` (0 = the first). `uniform` is on [0, 1). */
  delayMs(retryIndex: number, uniform: number, context?: RetryContext): number;
  /** The least and the most that `delayMs` can give for this retry, both inclusive, whatever came before it. */
  delayBoundsMs(
    retryIndex: number,
    context?: Omit<RetryContext, 'previous'>,
  ): { readonly min: number; readonly max: number };
  /** Makes an empty memory: one for each device that boots, or one for each process, as `memory` says. */
  remember?(): PolicyMemory;
}
