import { endOfBucket } from '../metrics/index.ts';
import type { Replication } from './replication.ts';

/** Of all measured readings this share was acknowledged less than so many ms after its birth: a mean over seeds. */
export interface AcknowledgedWithin {
  readonly withinMs: number;
  readonly share: number;
}

/**
 * How long readings take, as a distribution: what was never acknowledged counts as not yet, so that a policy which gives up
 * early does not look fast. One point for each bucket that holds any, in ascending order; the last share is that of all that
 * were acknowledged. Empty where none was. Each seed weighs the same.
 */
export function acknowledgedWithin(
  replications: readonly Pick<Replication, 'latencies' | 'readings'>[],
): readonly AcknowledgedWithin[] {
  const runs = replications.filter(({ readings }) => readings.measured > 0);
  const shares: number[] = [];
  for (const { latencies, readings } of runs) {
    while (shares.length < latencies.length) shares.push(0);
    for (const [bucket, count] of latencies.entries())
      shares[bucket] = (shares[bucket] ?? 0) + count / readings.measured / runs.length;
  }
  let share = 0;
  return shares.flatMap((own, bucket) => {
    if (own === 0) return [];
    share += own;
    // Shares that were added up may come to a hair more than all.
    return [{ withinMs: endOfBucket(bucket) / 1000, share: Math.min(1, share) }];
  });
}
