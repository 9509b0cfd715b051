import type { SeedReplications } from './replicate.ts';

export interface ReplicateUntilOptions {
  /** Run first, whatever comes of them. They are whole numbers, written without leading zeros. */
  readonly seeds: readonly string[];
  /** No more than so many seeds in all. */
  readonly seedsMax: number;
  readonly replicateSeeds: (seeds: readonly string[]) => Promise<readonly SeedReplications[]>;
  /** Asked after each batch, with all that is done. */
  readonly isReached: (done: readonly SeedReplications[]) => boolean;
}

export interface ReplicatedUntil {
  readonly done: readonly SeedReplications[];
  readonly reached: boolean;
  /** False when it was stopped in the middle of a batch. */
  readonly complete: boolean;
}

/**
 * Runs batches of seeds until the precision is reached or there are too many: the seeds that were given, then as many
 * again of those that follow the largest of them. It looks only between batches, and their size depends on nothing but
 * the number of seeds that were given: so the result is the same however many run at once.
 */
export async function replicateUntil(options: ReplicateUntilOptions): Promise<ReplicatedUntil> {
  const { seeds, seedsMax, replicateSeeds, isReached } = options;
  const largest = seeds.map(Number).reduce((a, b) => Math.max(a, b), 0);
  let done: readonly SeedReplications[] = [];
  let batch = seeds;
  let planned = 0;
  while (batch.length > 0) {
    planned += batch.length;
    done = [...done, ...(await replicateSeeds(batch))];
    if (done.length < planned) return { done, reached: false, complete: false };
    if (isReached(done)) return { done, reached: true, complete: true };
    const first = largest + 1 + planned - seeds.length;
    const size = Math.min(seeds.length, seedsMax - planned, Number.MAX_SAFE_INTEGER - first);
    batch = Array.from({ length: Math.max(0, size) }, (_unused, index) => String(first + index));
  }
  return { done, reached: false, complete: true };
}
