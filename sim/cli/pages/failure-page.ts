import { browserCode } from '../../../reports/html/browser-code.ts';
import { htmlReporterWith } from '../../../reports/reporters/html.ts';
import { EVENTS_DRAWN_MAX, Witness } from '../../../reports/trace/witness.ts';
import { scheduleIn } from '../../shrink/index.ts';
import { pasteReplay, readFailureFile, subjectOf } from '../failures/failure-files.ts';
import { UsageError } from '../usage-error.ts';
import { createRunRecorder } from '../workers/recorded-runner.ts';

/**
 * Runs a kept failure again, and gives the report of that run.
 * @throws {UsageError} for a file that `sim shrink` did not write, and for a run that took its thread with it
 */
export async function pageOfFailure(path: string): Promise<string> {
  const file = readFailureFile(path);
  const { scenario, seed } = file;
  const subject = subjectOf(file, { edge: undefined, device: undefined, policy: undefined });
  const recorder = createRunRecorder(1, { ...subject, transport: null }, scenario);
  const witness = new Witness(EVENTS_DRAWN_MAX);
  const tell = witness.hear();
  try {
    const recorded = await recorder.record({ scenario, seed, schedule: scheduleIn(file) }, witness.observe);
    if (recorded.kind === 'lost')
      throw new UsageError(`there is no report of ${path}: ${recorded.outcome}, ${recorded.why}`);
    const { result, acted } = recorded;
    for (const draw of acted) tell(draw);
    const run = { result, paste: pasteReplay(path), witnessed: witness.conclude(), story: [] };
    const passed = result.outcome === 'passed';
    return htmlReporterWith(await browserCode())({
      command: 'replay',
      passed,
      verdict: file.failure.message,
      cases: [],
      found: { kind: 'runs', runs: [run] },
    });
  } finally {
    await recorder.close();
  }
}
