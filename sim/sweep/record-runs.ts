import type { BlobRun } from './blob.ts';
import { hasPassed } from './run-record.ts';
import type { RunRecord } from './run-record.ts';
import type { SweepItem } from './sweep-plan.ts';

export interface RecordRunsOptions {
  /** What is to be run, in the order in which it is handed out. */
  readonly items: readonly SweepItem[];
  readonly run: (item: SweepItem) => Promise<RunRecord>;
  /** Runs under way at once, 1 or more. */
  readonly atOnce: number;
  /** True once no further run shall be handed out. */
  readonly isStopped: () => boolean;
  /** Whether the first failure is the last run that is handed out. */
  readonly bail: boolean;
  /** Called once for each run that is done, in the order in which they end. */
  readonly onDone: (run: BlobRun) => void;
}

/**
 * Runs what is planned, as far as it gets. What comes back is in the order of the plan, whatever ended first.
 * @throws what the first run of the plan threw that could not be done, once all that was under way has ended.
 */
export async function recordRuns(options: RecordRunsOptions): Promise<readonly BlobRun[]> {
  const { items, run, atOnce, isStopped, bail, onDone } = options;
  const done: BlobRun[] = [];
  const failures: { readonly index: number; readonly error: unknown }[] = [];
  let bailed = false;
  const plan = items.values();
  const work = async (): Promise<void> => {
    for (const item of plan) {
      if (failures.length > 0 || bailed || isStopped()) return;
      try {
        const record = await run(item);
        const ended = { run: item.index, record };
        onDone(ended);
        done.push(ended);
        bailed ||= bail && !hasPassed(record);
      } catch (error) {
        failures.push({ index: item.index, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  const [first] = failures.toSorted((a, b) => a.index - b.index);
  if (first !== undefined) throw first.error;
  return done.toSorted((a, b) => a.run - b.run);
}
