import { lostReplication } from '../../explore/index.ts';
import { createJobPool } from './job-pool.ts';
import type { JobPool } from './job-pool.ts';
import { runSeedJob } from './seed-job.ts';
import type { SeedJob, SeedJobEnd } from './seed-job.ts';

export type SeedRunner = JobPool<SeedJob, SeedJobEnd>;

/** Runs seeds of a comparison, here or in other threads. */
export function createSeedRunner(threads: number, brought: boolean): SeedRunner {
  const pool = createJobPool<SeedJob, SeedJobEnd>({
    threads,
    brought,
    name: 'runSeedJob',
    runHere: runSeedJob,
    nameOf: ({ seed }) => `seed ${seed}`,
    zoneOf: ({ policies: [first] }) => first?.scenario.zone ?? 'UTC',
    lost: ({ seed, policies }, { why, message }) => ({
      kind: 'done',
      replications: policies.map(({ policy }) => lostReplication(policy, seed, why, message)),
      warnings: [],
    }),
  });
  return brought ? { ...pool, run: (job) => runEach(pool, job) } : pool;
}

/** Each policy is a job of its own, for a run of code that a user brings has a thread of its own. */
async function runEach({ run }: SeedRunner, job: SeedJob): Promise<SeedJobEnd> {
  const ends: SeedJobEnd[] = [];
  for (const policy of job.policies) ends.push(await run({ ...job, policies: [policy] }));
  return {
    kind: 'done',
    replications: ends.flatMap(({ replications }) => replications),
    warnings: [...new Set(ends.flatMap(({ warnings }) => warnings))],
  };
}
