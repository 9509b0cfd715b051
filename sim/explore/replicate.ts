import type { Replication } from './replication.ts';

/** All policies under one seed, in the order of the policies: pairs are never torn apart. */
export interface SeedReplications {
  readonly seed: string;
  readonly replications: readonly Replication[];
}

export interface ReplicateOptions {
  /** The plan: handed out in this order. */
  readonly seeds: readonly string[];
  /** Runs all policies under one seed, here or in another thread. */
  readonly runSeed: (seed: string) => Promise<readonly Replication[]>;
  /** Seeds under way at once, 1 or more. */
  readonly atOnce: number;
  /** Called once for each seed that is done, in the order in which they end. */
  readonly onDone?: () => void;
  /** True once no further seed shall be handed out. */
  readonly isStopped: () => boolean;
}

/**
 * Runs every seed of the plan. What comes back is in the order of the plan: the result depends neither on `atOnce` nor on
 * the order in which seeds end. Stopped, it has the seeds that were done by then, each with all policies.
 * @throws what `runSeed` threw for the first seed of the plan that failed, once all that was under way has ended.
 */
export async function replicate({
  seeds,
  runSeed,
  atOnce,
  onDone,
  isStopped,
}: ReplicateOptions): Promise<readonly SeedReplications[]> {
  const slots: (SeedReplications | null)[] = seeds.map(() => null);
  // Every seed before a failed one had been handed out, so the first of the plan that fails is always the same.
  const failures: { readonly index: number; readonly error: unknown }[] = [];
  const plan = seeds.entries();
  /** Takes the next seed until none is left, one failed, or it is stopped. */
  const work = async (): Promise<void> => {
    for (const [index, seed] of plan) {
      if (failures.length > 0 || isStopped()) return;
      try {
        slots[index] = { seed, replications: await runSeed(seed) };
        onDone?.();
      } catch (error) {
        failures.push({ index, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, seeds.length) }, work));
  const [first] = failures.toSorted((a, b) => a.index - b.index);
  if (first !== undefined) throw first.error;
  return slots.filter((slot) => slot !== null);
}

/** The replications of one policy, by its index in the order of the policies. */
export function replicationsOf(
  done: readonly SeedReplications[],
  policyIndex: number,
): readonly Replication[] {
  return done.flatMap(({ replications }) => replications.slice(policyIndex, policyIndex + 1));
}
