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

interface Failure {
  readonly index: number;
  readonly error: unknown;
}

/** Hands out seeds in the order of the plan, and puts what comes back into that order, whatever came first. */
class SeedQueue {
  readonly #options: ReplicateOptions;
  readonly #slots: (SeedReplications | null)[];
  #next = 0;
  #failure: Failure | null = null;

  constructor(options: ReplicateOptions) {
    this.#options = options;
    this.#slots = options.seeds.map(() => null);
  }

  /** One lane of work: takes the next seed until none is left, one failed, or it is stopped. */
  async work(): Promise<void> {
    const { seeds, runSeed, onDone, isStopped } = this.#options;
    while (this.#failure === null && !isStopped()) {
      const index = this.#next;
      const seed = seeds[index];
      if (seed === undefined) return;
      this.#next += 1;
      try {
        this.#slots[index] = { seed, replications: await runSeed(seed) };
        onDone?.();
      } catch (error) {
        this.#fail({ index, error });
      }
    }
  }

  /** Every seed before a failed one had been handed out, so the first of the plan that fails is always the same. */
  #fail(failure: Failure): void {
    if (this.#failure === null || failure.index < this.#failure.index) this.#failure = failure;
  }

  /** @throws what the first seed of the plan threw that failed. */
  conclude(): readonly SeedReplications[] {
    if (this.#failure !== null) throw this.#failure.error;
    return this.#slots.filter((slot) => slot !== null);
  }
}

/**
 * Runs every seed of the plan. The result depends neither on `atOnce` nor on the order in which seeds end. Stopped, it
 * has the seeds that were done by then, each with all policies.
 * @throws what `runSeed` threw for the first seed of the plan that failed, once all that was under way has ended.
 */
export async function replicate(options: ReplicateOptions): Promise<readonly SeedReplications[]> {
  const queue = new SeedQueue(options);
  const lanes = Math.min(options.atOnce, options.seeds.length);
  await Promise.all(Array.from({ length: lanes }, () => queue.work()));
  return queue.conclude();
}

/** The replications of one policy, by its index in the order of the policies. */
export function replicationsOf(
  done: readonly SeedReplications[],
  policyIndex: number,
): readonly Replication[] {
  return done.flatMap(({ replications }) => replications.slice(policyIndex, policyIndex + 1));
}
