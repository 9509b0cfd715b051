import { basename, join } from 'node:path';
import { Piscina } from 'piscina';
import { reasonOf } from '../reason-of.ts';
import { UsageError } from '../usage-error.ts';
import type { Undone } from './undone.ts';

/** A job that was done, with what came of it. */
interface Done {
  readonly kind: 'done';
}

export interface JobPool<Job, End extends Done> {
  /**
   * @throws {UsageError} for what the caller got wrong, and when a thread ended before its job.
   * @throws {Error} for a fault of the harness.
   */
  readonly run: (job: Job) => Promise<End>;
  readonly close: () => Promise<void>;
}

interface PoolOptions<Job, End extends Done> {
  /** One is this thread: no other is started for it. */
  readonly threads: number;
  /** The function that does it: its name among what a worker exports, and itself, for this thread. */
  readonly name: string;
  readonly runHere: (job: Job) => Promise<End | Undone>;
  /** For sentences: `seed 3`. */
  readonly nameOf: (job: Job) => string;
}

/** `--max-semi-space-size` of the main thread does not reach a worker: three times the 64 MB that `npm run sim` gives. */
const YOUNG_GENERATION_MB = 192;

/** What a thread starts with: from the sources, where it must be taught TypeScript first, or from a bundle. */
const JOB_FILES: Readonly<Record<string, string>> = {
  ['job-pool.ts']: 'boot.mjs',
  'bundle.cjs': 'worker.mjs',
};
const JOB_FILE = join(import.meta.dirname, JOB_FILES[basename(import.meta.filename)] ?? 'jobs.js');

export function createJobPool<Job, End extends Done>({
  threads,
  name,
  runHere,
  nameOf,
}: PoolOptions<Job, End>): JobPool<Job, End> {
  if (threads === 1) return { run: async (job) => doneIn(await runHere(job)), close: async () => {} };
  const pool = new Piscina<Job, End | Undone>({
    filename: JOB_FILE,
    name,
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
  const runInPool = async (job: Job): Promise<End | Undone> => {
    try {
      return await pool.run(job);
    } catch (error) {
      throw new UsageError(
        `${nameOf(job)}: its thread ended before the run did: ${reasonOf(error)}. Try --workers 1, or a smaller scenario if memory ran out.`,
      );
    }
  };
  return {
    run: async (job) => doneIn(await Promise.race([runInPool(job), broken])),
    close: () => pool.destroy(),
  };
}

function doneIn<End extends Done>(end: End | Undone): End {
  if (end.kind === 'refused') throw new UsageError(end.message);
  if (end.kind === 'done') return end;
  const error = new Error(end.message);
  if (end.stack !== null) error.stack = `${end.message}\n${end.stack}`;
  throw error;
}
