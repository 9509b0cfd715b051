import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import type { Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { plural } from '../../../reports/format.ts';
import { wallMs } from '../../host/index.ts';
import { hasPassed, intervalsOf, planHash, readRunLine } from '../../sweep/index.ts';
import type { BlobRun, SweepItem } from '../../sweep/index.ts';
import { reasonOf } from '../reason-of.ts';
import { say } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { nobodyThere } from './nobody-there.ts';
import { connectTo, LOOKED_AT, shownAddress } from './queue-address.ts';
import { isRefusal, refusalText } from './redis-refusal.ts';
import { jobName, planKey, queueName } from './queued-plan.ts';
import type { QueuedAnswer, QueuedJob, QueuedPlan } from './queued-plan.ts';
import { NAME } from '../program-name.ts';

export interface HandOutOptions {
  readonly address: string;
  readonly queued: QueuedPlan;
  /** What is to be run, in the order in which it is handed out. */
  readonly items: readonly SweepItem[];
  readonly isStopped: () => boolean;
  readonly bail: boolean;
  /** Whether it keeps to itself where its workers shall go. */
  readonly quiet: boolean;
  /** Called once for each run that is done, in the order in which their answers come. */
  readonly onDone: (run: BlobRun) => void;
}

const LOOK_MS = 200;
/** So often everything that is open is handed out anew: a Redis that was killed may have forgotten it. */
const RENEW_MS = 2_000;
/** So long nobody may take any before the sweep looks who is there. */
const LONELY_MS = 15_000;
/** Longer than that nobody waits for a Redis that has gone away. */
const AWAY_MS_MAX = 600_000;
/** And not so long for one that is there and refuses: it may be a replica that takes over. */
const REFUSES_MS_MAX = 60_000;
/** An answer is fetched at once; one that nobody fetches, since its sweep was killed, waits a day for it to go on. */
const KEPT_S = 86_400;

const HANDED = {
  // What a machine without memory can't do another can.
  attempts: 3,
  backoff: { type: 'fixed', delay: 1_000 },
  removeOnComplete: { age: KEPT_S },
  removeOnFail: { age: KEPT_S },
} as const;

type Jobs = Queue<QueuedJob, QueuedAnswer>;

/** A queue, and what is handed out there. */
interface Counter {
  readonly address: string;
  readonly queue: Jobs;
  readonly redis: Redis;
  readonly plan: string;
  readonly queued: QueuedPlan;
}

/**
 * Has the runs of a plan done by whoever listens to the queue. What is in Redis may be lost or doubled at any time without
 * harm: what is open is handed out again and again under the same name, and a run that is known is not taken twice.
 * @throws {UsageError} for a job that no worker can do, and for a Redis that stays away.
 */
export async function handOut(options: HandOutOptions): Promise<readonly BlobRun[]> {
  const { address, queued, items, isStopped, bail, quiet, onDone } = options;
  const plan = planHash(queued.plan);
  // A Redis that is away is an error that the loop below hears of.
  const connection = { url: address, maxRetriesPerRequest: 0 };
  const queue: Jobs = new Queue(queueName(), { connection, ...LOOKED_AT });
  // What a command says is that its tries are used up; the connection knows why.
  let why: unknown = null;
  queue.on('error', (error) => (why = error));
  const counter: Counter = { address, queue, redis: connectTo(address), plan, queued };
  const missing = new Set(items.map(({ index }) => index));
  const jobs = intervalsOf(items).map((interval): QueuedJob => ({ plan, ...interval }));
  const done: BlobRun[] = [];
  const take = (line: string): void => {
    const run = readRunLine(line);
    if (run === null || !missing.delete(run.run)) return;
    onDone(run);
    done.push(run);
  };
  const isOpen = ({ from, to }: QueuedJob): boolean =>
    items.some(({ index }) => from <= index && index <= to && missing.has(index));
  const isOver = (): boolean =>
    missing.size === 0 || isStopped() || (bail && done.some(({ record }) => !hasPassed(record)));
  if (!quiet) say(invitation(address, items.length, jobs.length));
  const patience = createPatience(address);
  let renewedMs = -Infinity;
  let isForgotten = false;
  const beganMs = wallMs();
  let isLonely = !quiet;
  try {
    while (!isOver()) {
      try {
        if (!isForgotten) await forgetRefused(counter);
        isForgotten = true;
        if (wallMs() - renewedMs >= RENEW_MS) {
          await renew(counter, jobs.filter(isOpen));
          renewedMs = wallMs();
        }
        await collect(counter, take);
        patience.back();
        if (isLonely && done.length === 0 && wallMs() - beganMs > LONELY_MS) {
          isLonely = false;
          await tellIfLonely(counter);
        }
      } catch (error) {
        if (error instanceof UsageError) throw error;
        patience.away(why ?? error);
        renewedMs = -Infinity;
      }
      if (!isOver()) await sleep(LOOK_MS);
    }
    return done.toSorted((a, b) => a.run - b.run);
  } finally {
    await leave(counter);
  }
}

function invitation(address: string, runs: number, jobs: number): string {
  const at = shownAddress(address);
  return `${plural(runs, 'run')} in ${plural(jobs, 'job')} at ${at}; who takes some of them: ${NAME} worker --queue ${at}`;
}

/** What is there already stays as it is. */
async function renew({ queue, redis, plan, queued }: Counter, jobs: readonly QueuedJob[]): Promise<void> {
  await redis.set(planKey(plan), JSON.stringify(queued), 'EX', KEPT_S);
  await queue.addBulk(
    jobs.map((data) => ({ name: 'runs', data, opts: { ...HANDED, jobId: jobName(data) } })),
  );
}

/** Whoever waits for a worker that never comes shall know it. */
async function tellIfLonely({ redis }: Counter): Promise<void> {
  const why = nobodyThere(String(await redis.client('LIST')), queueName());
  if (why !== null) say(`Nobody takes any yet: ${why}`);
}

/** An answer leaves Redis once it is taken; who dies in between finds it again, and knows it. */
async function collect({ queue, plan }: Counter, take: (line: string) => void): Promise<void> {
  for (const job of await queue.getJobs(['completed'])) {
    if (job?.data.plan !== plan) continue;
    for (const line of job.returnvalue) take(line);
    await job.remove();
  }
  for (const job of await queue.getJobs(['failed'])) {
    if (job?.data.plan === plan) await refuse(job);
  }
}

/** What no worker could do. */
async function refuse(job: Job<QueuedJob, QueuedAnswer>): Promise<never> {
  const { from, to } = job.data;
  const why = job.failedReason;
  await job.remove();
  throw new UsageError(`--queue: a worker could not do runs ${from} to ${to} of the plan: ${why}`);
}

/** What failed for an earlier sweep of the plan is tried again: what was wrong may be mended by now. */
async function forgetRefused({ queue, plan }: Counter): Promise<void> {
  for (const job of await queue.getJobs(['failed'])) {
    if (job?.data.plan === plan) await job.remove();
  }
}

/** Takes back what nobody has begun. What is under way ends, and waits for the sweep to go on. */
async function leave({ queue, redis, plan }: Counter): Promise<void> {
  try {
    for (const job of await queue.getJobs(['waiting', 'delayed', 'prioritized'])) {
      if (job?.data.plan === plan) await job.remove();
    }
  } catch {
    // Redis is away, or a worker was faster: what is left goes within a day.
  }
  redis.disconnect();
  await queue.close().catch(() => {});
}

/** In words for whoever waits: of a command that was under way ioredis says which option of its own gave it up. */
function whyAway(error: unknown): string {
  const wasUnderWay = error instanceof Error && error.name === 'MaxRetriesPerRequestError';
  return wasUnderWay ? 'it closed the connection (ECONNRESET)' : reasonOf(error);
}

interface Patience {
  /** @throws {UsageError} when it has been away for too long. */
  readonly away: (error: unknown) => void;
  readonly back: () => void;
}

function createPatience(address: string): Patience {
  let sinceMs: number | null = null;
  const at = `--queue ${shownAddress(address)}`;
  return {
    away: (error) => {
      const refusal = isRefusal(error) ? refusalText(error) : null;
      if (sinceMs === null)
        say(
          refusal === null
            ? `Redis is away, waiting: ${whyAway(error)}`
            : `Redis refuses, waiting: ${refusal}`,
        );
      sinceMs ??= wallMs();
      const forMs = wallMs() - sinceMs;
      if (refusal !== null && forMs > REFUSES_MS_MAX)
        throw new UsageError(`${at}: Redis goes on refusing: ${refusal}`);
      if (forMs > AWAY_MS_MAX) throw new UsageError(`${at}: Redis stayed away: ${reasonOf(error)}`);
    },
    back: () => {
      if (sinceMs !== null) say('Redis is back.');
      sinceMs = null;
    },
  };
}
