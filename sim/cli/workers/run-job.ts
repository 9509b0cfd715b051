import { run } from '../../run/index.ts';
import type { ActListener, RunOptions, RunResult } from '../../run/index.ts';
import type { TraceObserver } from '../../trace/index.ts';
import { loadSubject } from '../loading/load-subject.ts';
import type { SubjectWords } from '../loading/load-subject.ts';
import { undone } from './undone.ts';
import type { Undone } from './undone.ts';

/** One run. Plain data: it crosses threads. */
export interface RunJob extends Omit<RunOptions, 'subject' | 'onEvent' | 'onAct'> {
  readonly words: SubjectWords;
}

/** Who hears of a run while it goes on. */
export interface RunListeners {
  readonly onEvent?: TraceObserver | undefined;
  readonly onAct?: ActListener | undefined;
}

export interface RunJobEnd {
  readonly kind: 'done';
  readonly result: RunResult;
}

/** Loads what is under test and runs it once, in this thread. Throws what is no outcome. */
export async function runOnce(
  { words, ...options }: RunJob,
  { onEvent, onAct }: RunListeners,
): Promise<RunResult> {
  const subject = await loadSubject(words, options.scenario);
  return run({ ...options, subject, onEvent, onAct });
}

/** Never throws. */
export async function runRunJob(job: RunJob, listeners: RunListeners): Promise<RunJobEnd | Undone> {
  try {
    return { kind: 'done', result: await runOnce(job, listeners) };
  } catch (error) {
    return undone(`${job.scenario.name}, seed ${job.seed}`, error);
  }
}
