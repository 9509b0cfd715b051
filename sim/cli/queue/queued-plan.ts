import * as z from 'zod';
import { itemsOf, planHash } from '../../sweep/index.ts';
import type { Interval, SweepItem, SweepPlan } from '../../sweep/index.ts';
import type { ParseOptions } from '../../scenario/index.ts';
import { digestsOf } from '../loading/files-under-test.ts';
import type { FilesUnderTest } from '../loading/files-under-test.ts';
import { swarmWorlds } from '../sweep/swarm-worlds.ts';
import { buildVersion } from '../version.ts';
import type { RecordJob } from '../workers/record-job.ts';

/** Everything that a worker must know to do a part of a plan: plain JSON, kept in Redis by the plan's hash. */
export interface QueuedPlan {
  readonly plan: SweepPlan;
  /** As on the command line: paths, from where the worker was started. */
  readonly words: FilesUnderTest;
  /** Of the loader, by scenario. */
  readonly warnings: Readonly<Record<string, readonly string[]>>;
  /** What changes the worlds of a swarm. */
  readonly options: ParseOptions;
}

/** What one job says: which runs of which plan. */
export interface QueuedJob extends Interval {
  readonly plan: string;
}

/** What comes back of it: a line of a blob for each run. */
export type QueuedAnswer = readonly string[];

/** All that are of one build share a queue; others have their own, so no job meets a worker that runs other worlds. */
export function queueName(): string {
  return `petrel-${buildVersion()}`;
}

export function planKey(hash: string): string {
  return `${queueName()}-plan-${hash}`;
}

/** BullMQ takes no second job of a name that it knows: to hand out again what is there already changes nothing. */
export function jobName({ plan, from, to }: QueuedJob): string {
  return `${plan}-${from}-${to}`;
}

/** A plan as a worker has it. */
export interface PlanAtWork {
  readonly items: readonly SweepItem[];
  readonly jobOf: (item: SweepItem) => RecordJob;
}

/** A plan that can't be worked on here, in a sentence that names the machine's part in it. */
export class ForeignPlanError extends Error {
  override readonly name = 'ForeignPlanError';
}

const QUEUED = z.custom<QueuedPlan>(
  (value) => z.object({ plan: z.object({}), words: z.object({}) }).safeParse(value).success,
);

/**
 * @throws {ForeignPlanError} when it is of another version, or of other files under test than there are here.
 */
export function planAtWork(text: string, hash: string): PlanAtWork {
  const { plan, words, warnings, options } = QUEUED.parse(JSON.parse(text));
  if (planHash({ ...plan, version: buildVersion() }) !== hash)
    throw new ForeignPlanError(`the plan ${hash.slice(0, 12)} is of another Petrel than this worker`);
  for (const [flag, digest] of Object.entries(digestsOf(words))) {
    if (plan.subject[flag] !== digest)
      throw new ForeignPlanError(
        `--${flag} is another file on a worker than where the sweep began (${digest.split(' ')[0]})`,
      );
  }
  const worldOf = swarmWorlds(options);
  const byName = new Map(plan.scenarios.map((scenario) => [scenario.name, scenario]));
  const { transport, interleave, shuffleTies } = plan;
  return {
    items: itemsOf(plan),
    jobOf: (item) => {
      const drawn = worldOf(item);
      const scenario = drawn?.scenario ?? byName.get(item.scenario);
      if (scenario === undefined) throw new Error(`${item.scenario} is no scenario of the plan.`);
      const told = drawn?.warnings ?? warnings[item.scenario] ?? [];
      const { edge, device, policy } = words;
      return {
        scenario,
        seed: item.seed,
        warnings: told,
        transport,
        interleave,
        shuffleTies,
        edge,
        device,
        policy,
        story: false,
      };
    },
  };
}
