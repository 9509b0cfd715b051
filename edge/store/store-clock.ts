import type { Clock } from '../../ports/index.ts';

/**
 * The time of a store that outlives its process, in ms. It goes on from the latest time that the store has written down, or
 * from the wall clock where that is later, and then by the monotonic clock: a wall clock that is set back, or that
 * begins in 1970, lets no key be forgotten before its time.
 */
export function storeClock(clock: Pick<Clock, 'now' | 'monotonic'>, lastMs: number): () => number {
  const atBoot = Math.max(lastMs, clock.now());
  const boot = clock.monotonic();
  return () => atBoot + (clock.monotonic() - boot);
}
