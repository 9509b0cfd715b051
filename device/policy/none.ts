import type { RetryPolicy } from '../../ports/index.ts';

/** No retry: the first transient failure exhausts the reading. No memory. */
export function none(): RetryPolicy {
  return {
    name: 'none',
    retriesMax: 0,
    delayMs: () => 0,
    delayBoundsMs: () => ({ min: 0, max: 0 }),
  };
}
