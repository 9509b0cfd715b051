import { basename, join } from 'node:path';
import { Piscina } from 'piscina';
import { reasonOf } from '../reason-of.ts';
import { UsageError } from '../usage-error.ts';
import { runSeedJob } from './seed-job.ts';
import type { SeedJob, SeedJobEnd, SeedJobResult } from './seed-job.ts';

export interface SeedRunner {
  /**
   * @throws {UsageError} for what the caller got wrong, and when a thread ended before its job.
   * @throws {Error} for a fault of the harness.
   */
  readonly run: (job: SeedJob) => Promise<SeedJobResult>;
  readonly close: () => Promise<void>;
}

/** `--max-semi-space-size` of the main thread does not reach a worker: three times the 64 MB that `npm run sim` gives. */
const YOUNG_GENERATION_MB = 192;

/** What a thread starts with: from the sources, where it must be taught TypeScript first, or from a bundle. */
const JOB_FILES: Readonly<Record<string, string>> = {
  ['seed-runner.ts']: 'boot.mjs',
  'bundle.cjs': 'worker.mjs',
};
const JOB_FILE = join(import.meta.dirname, JOB_FILES[basename(import.meta.filename)] ?? 'seed-job.js');

/** One thread is this one: no worker is started for it. */
export function createSeedRunner(threads: number): SeedRunner {
  if (threads === 1) return { run: async (job) => resultIn(await runSeedJob(job)), close: async () => {} };
  const pool = new Piscina<SeedJob, SeedJobEnd>({
    filename: JOB_FILE,
    name: 'runSeedJob',
    minThreads: threads,
    maxThreads: threads,
    // A thread that sleeps for its next job would not let go what the last one left to the event loop.
    atomics: 'disabled',
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  // A thread that can't even start has no job whose promise could say so.
  const broken = new Promise<never>((_resolve, reject) => void pool.once('error', reject));
  broken.catch(() => {});
  return {
    run: async (job) => resultIn(await Promise.race([runInPool(pool, job), broken])),
    close: () => pool.destroy(),
  };
}

async function runInPool(pool: Piscina<SeedJob, SeedJobEnd>, job: SeedJob): Promise<SeedJobEnd> {
  try {
    return await pool.run(job);
  } catch (error) {
    throw new UsageError(
      `seed ${job.seed}: its thread ended before the run did: ${reasonOf(error)}. Try --workers 1, or a smaller scenario if memory ran out.`,
    );
  }
}

function resultIn(end: SeedJobEnd): SeedJobResult {
  switch (end.kind) {
    case 'done':
      return end;
    case 'refused':
      throw new UsageError(end.message);
    case 'fault': {
      const error = new Error(end.message);
      if (end.stack !== null) error.stack = `${end.message}\n${end.stack}`;
      throw error;
    }
    default:
      return end satisfies never;
  }
}
