import { recordHere } from '../../shrink/run-candidate.ts';
import type { AskedRun, Recorded, UnderTest } from '../../shrink/run-candidate.ts';
import type { TraceObserver } from '../../trace/index.ts';
import { loadSubject } from '../loading/load-subject.ts';
import type { SubjectWords } from '../loading/load-subject.ts';
import { undone } from './undone.ts';
import type { Undone } from './undone.ts';

/** What all runs of a search, or of a kept failure, have in common. Plain data: it crosses threads. */
export interface RecordedSubject extends Omit<UnderTest, 'makeSubject'> {
  readonly words: SubjectWords;
}

/** One run that tells which draws acted. */
export interface RecordedJob extends RecordedSubject {
  readonly asked: AskedRun;
}

export interface RecordedJobEnd {
  readonly kind: 'done';
  readonly recorded: Recorded;
}

/** Never throws. */
export async function runRecordedJob(
  { words, asked, ...around }: RecordedJob,
  onEvent?: TraceObserver,
): Promise<RecordedJobEnd | Undone> {
  try {
    const underTest = {
      ...around,
      makeSubject: (scenario: AskedRun['scenario']) => loadSubject(words, scenario),
    };
    return { kind: 'done', recorded: await recordHere(underTest, asked, onEvent) };
  } catch (error) {
    return undone(`${asked.scenario.name}, seed ${asked.seed}`, error);
  }
}
