import type { KeptCheck } from '../../shrink/index.ts';
import { checkKept } from '../../shrink/index.ts';
import { subjectOf } from '../failures/failure-files.ts';
import type { KeptFailure } from '../failures/failure-files.ts';
import type { SubjectWords } from '../loading/load-subject.ts';
import { createRunRecorder } from '../workers/recorded-runner.ts';

interface KeptRequest {
  readonly failures: readonly KeptFailure[];
  /** What the command line names instead of what they name themselves. */
  readonly words: SubjectWords;
  readonly workers: number;
  readonly isStopped: () => boolean;
}

/**
 * Runs each kept failure once more, as far as it gets.
 * @throws {UsageError} for code under test that can't be run.
 */
export async function checkKeptFailures({
  failures,
  words,
  workers,
  isStopped,
}: KeptRequest): Promise<readonly KeptCheck[]> {
  const checks: KeptCheck[] = [];
  const open = failures.values();
  const work = async (): Promise<void> => {
    for (const { path, file } of open) {
      if (isStopped()) return;
      // Each names what it runs, and is over in a moment.
      const recorder = createRunRecorder(1, { ...subjectOf(file, words), transport: null }, file.scenario);
      try {
        checks.push(await checkKept(path, file, recorder));
      } finally {
        await recorder.close();
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return checks.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
