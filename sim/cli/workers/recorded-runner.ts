import type { Scenario } from '../../scenario/index.ts';
import type { RunRecorder } from '../../shrink/index.ts';
import { isBrought } from '../loading/load-subject.ts';
import { createJobPool } from './job-pool.ts';
import { runRecordedJob } from './recorded-job.ts';
import type { RecordedJob, RecordedJobEnd, RecordedSubject } from './recorded-job.ts';

export interface ClosableRecorder extends RunRecorder {
  readonly close: () => Promise<void>;
}

/** Runs, in worlds of one scenario, that tell what acted in them: of code that a user brings each in a thread of its own, as a sweep has it. */
export function createRunRecorder(
  threads: number,
  subject: RecordedSubject,
  scenario: Pick<Scenario, 'next'>,
): ClosableRecorder {
  const pool = createJobPool<RecordedJob, RecordedJobEnd>({
    threads,
    brought: isBrought(subject.words, [{ scenario }]),
    name: 'runRecordedJob',
    runHere: runRecordedJob,
    nameOf: ({ asked }) => `${asked.scenario.name}, seed ${asked.seed}`,
    zoneOf: ({ asked }) => asked.scenario.zone,
    lost: (_job, { why, message }) => ({
      kind: 'done',
      recorded: { kind: 'lost', outcome: why, why: message },
    }),
  });
  return {
    atOnce: threads,
    record: async (asked, onEvent) => (await pool.run({ ...subject, asked }, onEvent)).recorded,
    close: pool.close,
  };
}
