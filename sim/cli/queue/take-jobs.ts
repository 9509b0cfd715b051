import { UnrecoverableError, Worker } from 'bullmq';
import type { Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { wallMs } from '../../host/index.ts';
import { blobLine } from '../../sweep/index.ts';
import { isBrought } from '../loading/load-subject.ts';
import { reasonOf } from '../reason-of.ts';
import { say } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import type { RecordJob } from '../workers/record-job.ts';
import { createRecordRunner } from '../workers/record-runner.ts';
import type { RecordRunner } from '../workers/record-runner.ts';
import { connectTo, LOOKED_AT } from './queue-address.ts';
import { ForeignPlanError, planAtWork, planKey, queueName } from './queued-plan.ts';
import type { PlanAtWork, QueuedAnswer, QueuedJob } from './queued-plan.ts';
import { isRefusal, refusalText } from './redis-refusal.ts';

export interface TakeJobsOptions {
  readonly address: string;
  /** Jobs at once, each in a thread of its own. */
  readonly threads: number;
  /** Without a job for so long, in ms, it ends; Infinity: it waits for ever. */
  readonly idleMs: number;
  readonly isStopped: () => boolean;
}

/** The engine gives a job to somebody else when its worker has not been heard of for so long. */
const LOCK_MS = 10_000;
const STALLED_MS = 5_000;
/** A job whose worker dies under it is tried so often again: it may be the job that kills. */
const STALLED_MAX = 3;
const LOOK_MS = 200;

/** What is known of plans; a worker meets few in its life. */
type Plans = Map<string, Promise<PlanAtWork>>;

/**
 * Does jobs of any sweep of this version until it is stopped, or has been idle for long enough. The job at hand is finished.
 * Gives how many runs it did.
 */
export async function takeJobs({ address, threads, idleMs, isStopped }: TakeJobsOptions): Promise<number> {
  const runners = createRunners(threads);
  const plans: Plans = new Map();
  const redis = connectTo(address);
  let lastMs = wallMs();
  let busy = 0;
  let runs = 0;
  const worker: Worker<QueuedJob, QueuedAnswer> = new Worker(
    queueName(),
    async (job) => {
      busy += 1;
      try {
        return await answerOf(job, await planOf(redis, plans, job.data.plan), runners, () => (runs += 1));
      } finally {
        busy -= 1;
        lastMs = wallMs();
      }
    },
    {
      connection: { url: address, maxRetriesPerRequest: null },
      ...LOOKED_AT,
      concurrency: threads,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_MS,
      maxStalledCount: STALLED_MAX,
    },
  );
  let isAway = false;
  worker.on('error', (error) => {
    if (!isAway) say(`Redis: ${isRefusal(error) ? refusalText(error) : reasonOf(error)}`);
    isAway = true;
  });
  worker.on('active', () => (isAway = false));
  await new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (busy > 0) lastMs = wallMs();
      if (!isStopped() && wallMs() - lastMs < idleMs) return;
      clearInterval(look);
      resolve();
    }, LOOK_MS);
  });
  await worker.close();
  redis.disconnect();
  await runners.close();
  return runs;
}

async function planOf(redis: Redis, plans: Plans, hash: string): Promise<PlanAtWork> {
  const known = plans.get(hash);
  if (known !== undefined) return known;
  const text = await redis.get(planKey(hash));
  if (text === null) throw new Error('the plan is gone; its sweep will hand it out again');
  try {
    const plan = Promise.resolve(planAtWork(text, hash));
    plans.set(hash, plan);
    return await plan;
  } catch (error) {
    if (error instanceof ForeignPlanError || error instanceof UsageError)
      throw new UnrecoverableError(error.message);
    throw error;
  }
}

async function answerOf(
  job: Job<QueuedJob, QueuedAnswer>,
  plan: PlanAtWork,
  runners: Runners,
  onRun: () => void,
): Promise<QueuedAnswer> {
  const { from, to } = job.data;
  const lines: string[] = [];
  for (const item of plan.items.slice(from, to + 1)) {
    const asked = plan.jobOf(item);
    try {
      const { record } = await runners.of(asked).run(asked);
      lines.push(blobLine({ run: item.index, record }).trimEnd());
    } catch (error) {
      // What the user's code can't be run for, it can't be run for elsewhere.
      if (error instanceof UsageError) throw new UnrecoverableError(error.message);
      throw error;
    }
    onRun();
    await job.updateProgress({ done: lines.length, of: to - from + 1 });
  }
  return lines;
}

interface Runners {
  readonly of: (asked: RecordJob) => RecordRunner;
  readonly close: () => Promise<void>;
}

/**
 * One for what is ours and one for what is brought, each when it is wanted first. Never this thread: while a run held it,
 * nobody would tell the engine that this worker is alive.
 */
function createRunners(threads: number): Runners {
  const made = new Map<boolean, RecordRunner>();
  return {
    of: (asked) => {
      const brought = isBrought(asked, [asked]);
      const runner = made.get(brought) ?? createRecordRunner(Math.max(2, threads), brought);
      made.set(brought, runner);
      return runner;
    },
    close: async () => void (await Promise.all([...made.values()].map((runner) => runner.close()))),
  };
}
