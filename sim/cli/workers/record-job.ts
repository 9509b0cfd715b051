// Past the door, which would load the statistics into every thread; they are the main thread's.
import { explain } from '../../explore/explain.ts';
import { run } from '../../run/index.ts';
import type { Atom, Subject } from '../../run/index.ts';
import type { Scenario } from '../../scenario/index.ts';
import { hasPassed, recordOf } from '../../sweep/index.ts';
import type { RunRecord } from '../../sweep/index.ts';
import type { TraceEvent } from '../../trace/index.ts';
import type { TransportName } from '../../transport/index.ts';
import { loadSubject } from '../loading/load-subject.ts';
import type { SubjectWords } from '../loading/load-subject.ts';
import { undone } from './undone.ts';
import type { Undone } from './undone.ts';

/** One run of many. Plain data: it crosses threads. */
export interface RecordJob extends SubjectWords {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly transport: TransportName;
  readonly interleave: boolean;
  readonly shuffleTies: boolean;
  /** Of the loader, kept with the record. */
  readonly warnings: readonly string[];
  /** Whether to run a failure again, for the story of the reading that it names. */
  readonly story: boolean;
}

export interface RecordJobEnd {
  readonly kind: 'done';
  readonly record: RunRecord;
  /** Events of the accused reading; empty where none is accused, or no story was asked for. */
  readonly story: readonly TraceEvent[];
  /** Those by which faults acted on that reading; null where no story was asked for. */
  readonly draws: readonly Atom[] | null;
  /** False: run again for its story, it was another run. */
  readonly sameFingerprint: boolean;
}

/** Of a reading that is told of, from its birth as a rule. */
const EVENTS_TOLD = 200;

/** Never throws. */
export async function runRecordJob(job: RecordJob): Promise<RecordJobEnd | Undone> {
  const { scenario, seed, transport, interleave, shuffleTies, warnings } = job;
  try {
    const makeSubject = (): Promise<Subject> => loadSubject(job, scenario);
    const options = { scenario, seed, transport, interleave, shuffleTies, warnings };
    const result = await run({ ...options, subject: await makeSubject() });
    const told =
      job.story && !hasPassed(result) ? await explain(options, makeSubject, result, EVENTS_TOLD) : null;
    return {
      kind: 'done',
      record: recordOf(result),
      story: told?.events ?? [],
      draws: told?.draws ?? null,
      sameFingerprint: told?.sameFingerprint ?? true,
    };
  } catch (error) {
    return undone(`${scenario.name}, seed ${seed}`, error);
  }
}
