import { createJobPool } from './job-pool.ts';
import type { JobPool } from './job-pool.ts';
import { runSeedJob } from './seed-job.ts';
import type { SeedJob, SeedJobEnd } from './seed-job.ts';

export type SeedRunner = JobPool<SeedJob, SeedJobEnd>;

/** Runs seeds of a comparison, here or in other threads. */
export function createSeedRunner(threads: number): SeedRunner {
  return createJobPool({
    threads,
    name: 'runSeedJob',
    runHere: runSeedJob,
    nameOf: ({ seed }) => `seed ${seed}`,
  });
}
