import { refuseAllowNet } from '../flags/allow-net.ts';
import { wallMs } from '../../host/index.ts';
import {
  failedFirst,
  hasPassed,
  itemsOf,
  itemsOfShard,
  namesOf,
  planHash,
  recordRuns,
} from '../../sweep/index.ts';
import type { BlobHead, BlobRun, RecordRunsOptions, SweepItem, SweepPlan } from '../../sweep/index.ts';
import type { ManyRuns } from '../flags/many-runs-flags.ts';
import { reasonOf } from '../reason-of.ts';
import { createRunProgress } from '../output/run-progress.ts';
import { NO_FILE, openSweepFile } from './sweep-file.ts';
import { parseOptionsOf } from '../flags/subject-flags.ts';
import type { SweepValues } from './sweep-request.ts';
import { terminal } from '../output/terminal.ts';
import type { RecordRunner } from '../workers/record-runner.ts';

export interface Swept {
  readonly head: BlobHead;
  /** All that are known, those of an earlier sweep that was gone on with included, in the order of the plan. */
  readonly runs: readonly BlobRun[];
  /** Runs of this time, and how long they took, in ms of real time. */
  readonly ranNow: number;
  readonly tookMs: number;
  /** Why the results could not all be kept; null: they are. */
  readonly unkept: string | null;
}

interface Surroundings {
  readonly many: ManyRuns;
  readonly plan: SweepPlan;
  readonly runner: RecordRunner;
  readonly isStopped: () => boolean;
}

/**
 * Runs a plan, or a shard of it, as far as it gets.
 * @throws {UsageError} for code under test that can't be run.
 */
export async function sweepRuns(values: SweepValues, around: Surroundings): Promise<Swept> {
  const { many, plan, runner, isStopped } = around;
  const all = itemsOf(plan);
  const mine = itemsOfShard(all, values.shard);
  const head = headOf(values, plan, all, mine);
  const file = values.out === undefined ? NO_FILE : await openSweepFile(values.out, head);
  const before = new Set(file.done.map(({ run }) => run));
  const open = failedFirst(mine, plan).filter(({ index }) => !before.has(index));
  const progress = createRunProgress('sweep', open.length, terminal().interactive && !values.quiet);
  const beganMs = wallMs();
  const budgetMs = values['time-budget'] ?? Infinity;
  let unkept: string | null = null;
  const keep = (write: () => void): void => {
    // Behind a line that was cut off no other can stand.
    if (unkept !== null) return;
    try {
      write();
    } catch (error) {
      unkept = `${values.out} could not be written: ${reasonOf(error)}`;
    }
  };
  const doRuns =
    values.queue === undefined
      ? (asked: Asked) =>
          recordRuns({
            ...asked,
            run: async (item) => (await runner.run(many.jobOf(item))).record,
            atOnce: runner.atOnce,
          })
      : await handingOut(values.queue, values, around);
  try {
    const now = await doRuns({
      items: open,
      bail: values.bail,
      isStopped: () => isStopped() || unkept !== null || wallMs() - beganMs >= budgetMs,
      onDone: (run) => {
        progress.runDone(hasPassed(run.record));
        keep(() => file.add(run));
      },
    });
    const runs = [...file.done, ...now].toSorted((a, b) => a.run - b.run);
    if (runs.length === mine.length) keep(() => file.end());
    return { head, runs, ranNow: now.length, tookMs: wallMs() - beganMs, unkept };
  } finally {
    progress.stop();
    await file.close();
  }
}

type Asked = Pick<RecordRunsOptions, 'items' | 'bail' | 'isStopped' | 'onDone'>;

/** Has the runs done by others. Loaded only here: who sweeps alone needs no client of a queue. */
async function handingOut(address: string, values: SweepValues, { many, plan }: Surroundings) {
  refuseAllowNet(values['allow-net'], 'the workers of a queue may be anywhere, and would share it');
  const { mustBeThere } = await import('../queue/queue-address.ts');
  const { handOut } = await import('../queue/hand-out.ts');
  await mustBeThere(address);
  const { edge, device, policy, quiet } = values;
  const queued = {
    plan,
    words: { edge, device, policy },
    warnings: Object.fromEntries(many.loaded.map(({ scenario, warnings }) => [scenario.name, warnings])),
    options: parseOptionsOf(values, policy),
  };
  return (asked: Asked) => handOut({ ...asked, address, queued, quiet });
}

function headOf(
  { shard }: SweepValues,
  plan: SweepPlan,
  all: readonly SweepItem[],
  mine: readonly SweepItem[],
): BlobHead {
  return {
    petrel: 'sweep',
    version: plan.version,
    plan: planHash(plan),
    shard,
    planned: all.length,
    mine: mine.length,
    scenarios: namesOf(plan),
    seeds: rangesOf(plan.seeds),
  };
}

/** Neighbours as one range: a plan of a night has ten thousand seeds. */
function rangesOf(seeds: readonly string[]): readonly string[] {
  const ranges: { first: string; last: string }[] = [];
  for (const seed of seeds) {
    const range = ranges.at(-1);
    if (range !== undefined && Number(seed) === Number(range.last) + 1) range.last = seed;
    else ranges.push({ first: seed, last: seed });
  }
  return ranges.map(({ first, last }) => (first === last ? first : `${first}..${last}`));
}
