import { Piscina } from 'piscina';
import type { Zone } from '../../host/zone.ts';
import type { TraceObserver } from '../../trace/index.ts';
import { reasonOf } from '../reason-of.ts';
import { UsageError } from '../usage-error.ts';
import { FirstLines } from './first-lines.ts';
import { createLoneThreads, LostRunError } from './lone-threads.ts';
import { doneIn } from './undone.ts';
import type { Done, Undone } from './undone.ts';
import { collectAlone, JOB_FILE, YOUNG_GENERATION_MB } from './worker-file.ts';

export interface JobPool<Job, End extends Done> {
  /**
   * Whoever listens to the events of a run has one of our own programs run in this thread.
   * @throws {UsageError} for what the caller got wrong, and when a thread ended before its job.
   * @throws {Error} for a fault of the harness.
   */
  readonly run: (job: Job, onEvent?: TraceObserver) => Promise<End>;
  /** How many jobs to hand in at the same time, from 1. Where threads share them, one waits for the first that is free. */
  readonly atOnce: number;
  readonly close: () => Promise<void>;
}

interface PoolOptions<Job, End extends Done> {
  /** One is this thread: no other is started for it. */
  readonly threads: number;
  /** Whether code that a user brings is run: then each job has a thread of its own, which ends with it. */
  readonly brought: boolean;
  /** The function that does it: its name among what a worker exports, and itself, for this thread. */
  readonly name: string;
  readonly runHere: (job: Job, onEvent?: TraceObserver) => Promise<End | Undone>;
  /** For sentences: `seed 3`. */
  readonly nameOf: (job: Job) => string;
  /** Where the hosts of its runs stand. */
  readonly zoneOf: (job: Job) => Zone;
  /** What a run comes to whose code took its thread with it; without it, that is thrown. */
  readonly lost?: (job: Job, error: LostRunError) => End;
}

export function createJobPool<Job, End extends Done>({
  threads,
  brought,
  name,
  runHere,
  nameOf,
  zoneOf,
  lost,
}: PoolOptions<Job, End>): JobPool<Job, End> {
  if (brought) return loneJobs({ threads, name, nameOf, zoneOf, lost });
  const here = async (job: Job, onEvent?: TraceObserver): Promise<End> => doneIn(await runHere(job, onEvent));
  if (threads === 1) return { run: here, atOnce: 1, close: async () => {} };
  collectAlone();
  const pool = new Piscina<Job, End | Undone>({
    filename: JOB_FILE,
    name,
    minThreads: threads,
    maxThreads: threads,
    // A thread that sleeps for its next job would not let go what the last one left to the event loop.
    atomics: 'disabled',
    // Piscina tries its file by require first. Where the thread is ended in the midst of that, V8 ends the whole process.
    execArgv: ['--no-experimental-require-module'],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  // A thread that can't even start has no job whose promise could say so.
  const broken = new Promise<never>((_resolve, reject) => void pool.once('error', reject));
  broken.catch(() => {});
  const runInPool = async (job: Job): Promise<End | Undone> => {
    try {
      return await pool.run(job);
    } catch (error) {
      throw endedEarly(nameOf(job), `its thread ended before the run did: ${reasonOf(error)}`);
    }
  };
  return {
    run: async (job, onEvent) =>
      onEvent === undefined ? doneIn(await Promise.race([runInPool(job), broken])) : here(job, onEvent),
    atOnce: threads + 1,
    close: () => pool.destroy(),
  };
}

function loneJobs<Job, End extends Done>({
  threads,
  name,
  nameOf,
  zoneOf,
  lost,
}: Pick<PoolOptions<Job, End>, 'threads' | 'name' | 'nameOf' | 'zoneOf'> & {
  readonly lost: PoolOptions<Job, End>['lost'] | undefined;
}): JobPool<Job, End> {
  const lines = new FirstLines();
  const lone = createLoneThreads(0, lines.add);
  return {
    run: async (job, onEvent) => {
      try {
        return await lone.run<End>(job, { name, zone: zoneOf(job), onEvent });
      } catch (error) {
        if (!(error instanceof LostRunError)) throw error;
        if (lost !== undefined) return lost(job, error);
        throw endedEarly(nameOf(job), error.message);
      }
    },
    atOnce: threads,
    close: async () => {
      await lone.close();
      lines.end();
    },
  };
}

function endedEarly(job: string, why: string): UsageError {
  return new UsageError(`${job}: ${why}. Try --workers 1, or a smaller scenario if memory ran out.`);
}
