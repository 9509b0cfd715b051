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
 * The seeds that were given and, while they are fewer than `least`, those that follow the largest of them. They are whole
 * numbers, written without leading zeros.
 */
export function seedsFrom(seeds: readonly string[], least: number): readonly string[] {
  const given = [...new Set(seeds)];
  return [...given, ...seedsAfter(given, least - given.length)];
}

function seedsAfter(seeds: readonly string[], count: number): readonly string[] {
  const first = seeds.map(Number).reduce((a, b) => Math.max(a, b), 0) + 1;
  const size = Math.max(0, Math.min(count, Number.MAX_SAFE_INTEGER - first));
  return Array.from({ length: size }, (_unused, index) => String(first + index));
}

/**
 * Runs batches of seeds until the precision is reached or there are too many: the seeds that were given, then as many
 * again of those that follow the largest of them. It looks only between batches, and their size depends on nothing but
 * the number of seeds that were given: so the result is the same however many run at once.
 */
export async function replicateUntil(options: ReplicateUntilOptions): Promise<ReplicatedUntil> {
  const { seeds, seedsMax, replicateSeeds, isReached } = options;
  let done: readonly SeedReplications[] = [];
  let planned: readonly string[] = [];
  let batch = seeds;
  while (batch.length > 0) {
    planned = [...planned, ...batch];
    done = [...done, ...(await replicateSeeds(batch))];
    if (done.length < planned.length) return { done, reached: false, complete: false };
    if (isReached(done)) return { done, reached: true, complete: true };
    batch = seedsAfter(planned, Math.min(seeds.length, seedsMax - planned.length));
  }
  return { done, reached: false, complete: true };
}
