import { brokenPromises, run } from '../run/index.ts';
import type { RunOptions, RunResult, Subject } from '../run/index.ts';
import type { TraceEvent, TraceObserver } from '../trace/index.ts';

/** The story of one reading, and whether the run that told it was the same run. */
export interface Explanation {
  /** Its last events, in their order. */
  readonly events: readonly TraceEvent[];
  readonly sameFingerprint: boolean;
}

const EVENTS_KEPT = 16;

/**
 * Runs again and keeps what happened to the first reading that a broken promise names: cheaper than to keep everything in every run, and one more look at
 * whether the run is the same twice. Null when none is named.
 */
export async function explain(
  options: Omit<RunOptions, 'subject'>,
  makeSubject: () => Promise<Subject>,
  result: RunResult,
): Promise<Explanation | null> {
  return explainBy(result, async (onEvent) => run({ ...options, subject: await makeSubject(), onEvent }));
}

/** The same, by whatever runs it again. */
export async function explainBy(
  result: RunResult,
  runAgain: (onEvent: TraceObserver) => Promise<RunResult>,
): Promise<Explanation | null> {
  const accused = brokenPromises(result.invariants)
    .flatMap(({ verdict }) => verdict.violations)
    .find(({ device, reading }) => device !== null && reading !== null);
  if (accused === undefined) return null;
  const events: TraceEvent[] = [];
  const again = await runAgain((event) => {
    if (!('device' in event) || !('reading' in event)) return;
    if (event.device !== accused.device || event.reading !== accused.reading) return;
    events.push(event);
    if (events.length > EVENTS_KEPT) events.shift();
  });
  return { events, sameFingerprint: again.fingerprint === result.fingerprint };
}
