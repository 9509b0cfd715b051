import { REPORTERS } from '../../../reports/reporters/reporters.ts';
import type { Atom } from '../../run/index.ts';
import { failureOf, hasPassed } from '../../sweep/index.ts';
import type { RunRecord } from '../../sweep/index.ts';
import type { TraceEvent } from '../../trace/index.ts';
import type { ManyRuns } from '../flags/many-runs-flags.ts';
import type { ChosenReporter } from '../flags/reporter-flag.ts';
import type { RecordRunner } from '../workers/record-runner.ts';

/** What happened last to the reading that a failed run accuses. */
export interface ToldStory {
  readonly events: readonly TraceEvent[];
  /** By which faults acted on it; null where that is not known. */
  readonly draws: readonly Atom[] | null;
}

export type ToldStories = ReadonlyMap<RunRecord, ToldStory>;

/** As a case has it. */
export function toldIn(stories: ToldStories, record: RunRecord) {
  const { events, draws } = stories.get(record) ?? { events: [], draws: null };
  return { story: events, draws };
}

/** Each takes two more runs. */
const STORIES_MAX = 20;

export interface Telling {
  readonly many: ManyRuns;
  readonly chosen: readonly ChosenReporter[];
  readonly runner: RecordRunner;
  readonly isStopped: () => boolean;
}

/**
 * The stories of failed runs, for reporters that tell them: of the first of each kind of failure before any other, and so on in
 * the order of `records`.
 */
export async function toldStories(
  records: readonly RunRecord[],
  { many, chosen, runner, isStopped }: Telling,
): Promise<ToldStories> {
  const stories = new Map<RunRecord, ToldStory>();
  if (!chosen.some(({ name }) => 'tellsStories' in REPORTERS[name])) return stories;
  const firsts = firstsOfKind(records);
  const others = records.filter((record) => !hasPassed(record) && !firsts.includes(record));
  const open = [...firsts, ...others].slice(0, STORIES_MAX).values();
  const work = async (): Promise<void> => {
    for (const record of open) {
      if (isStopped()) return;
      const { story, draws } = await runner.run(many.jobOf(record, true));
      stories.set(record, { events: story, draws });
    }
  };
  await Promise.all(Array.from({ length: many.workers }, work));
  return stories;
}

/** Of the runs that failed alike, the first. */
export function firstsOfKind(records: readonly RunRecord[]): readonly RunRecord[] {
  const kinds = new Map<string, RunRecord>();
  for (const record of records) {
    const kind = JSON.stringify([record.scenario, failureOf(record)]);
    if (!hasPassed(record) && !kinds.has(kind)) kinds.set(kind, record);
  }
  return [...kinds.values()];
}
