import { extname } from 'node:path';
import { scheduleIn } from '../../shrink/index.ts';
import type { FailureFile } from '../../shrink/index.ts';
import type { TraceEvent } from '../../trace/index.ts';
import { readFailureFile, subjectOf } from '../failures/failure-files.ts';
import { readTrace } from './read-trace.ts';
import { createRunRecorder } from '../workers/recorded-runner.ts';

/** One side of a comparison: a trace as it was written, or a kept failure, run now. */
export interface ComparedRun {
  /** Null: a trace. */
  readonly failure: FailureFile | null;
  readonly events: AsyncIterable<TraceEvent>;
}

/** @throws {UsageError} for a file that is neither. */
export function comparedRun(path: string): ComparedRun {
  if (extname(path) !== '.yaml') return { failure: null, events: readTrace(path) };
  const failure = readFailureFile(path);
  return { failure, events: eventsOf(failure) };
}

const AS_THE_FILE_SAYS = { edge: undefined, device: undefined, policy: undefined };

async function* eventsOf(file: FailureFile): AsyncGenerator<TraceEvent, void> {
  const recorder = createRunRecorder(
    1,
    { ...subjectOf(file, AS_THE_FILE_SAYS), transport: null },
    file.scenario,
  );
  const events: TraceEvent[] = [];
  try {
    const { scenario, seed } = file;
    await recorder.record({ scenario, seed, schedule: scheduleIn(file) }, (event) => void events.push(event));
  } finally {
    await recorder.close();
  }
  yield* events;
}
