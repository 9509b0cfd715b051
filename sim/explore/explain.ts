import { brokenPromises, run } from '../run/index.ts';
import type { ActListener, Atom, RunOptions, RunResult, Subject } from '../run/index.ts';
import type { TraceEvent, TraceObserver } from '../trace/index.ts';

/** The story of one reading, and whether the run that told it was the same run. */
export interface Explanation {
  /** Its last events, in their order. */
  readonly events: readonly TraceEvent[];
  /** The draws by which faults acted on the reading; one may be there more than once. */
  readonly draws: readonly Atom[];
  readonly sameFingerprint: boolean;
}

type RunAgain = (onEvent: TraceObserver, onAct: ActListener) => Promise<RunResult>;

/** As many as fit on a screen. */
const EVENTS_KEPT = 16;

/**
 * Runs again and keeps what happened to the first reading that a broken promise names: cheaper than to keep everything in every run, and one more look at
 * whether the run is the same twice. Null when none is named.
 * @param eventsMax the last so many are kept
 */
export async function explain(
  options: Omit<RunOptions, 'subject'>,
  makeSubject: () => Promise<Subject>,
  result: RunResult,
  eventsMax = EVENTS_KEPT,
): Promise<Explanation | null> {
  const runAgain: RunAgain = async (onEvent, onAct) =>
    run({ ...options, subject: await makeSubject(), onEvent, onAct });
  return explainBy(result, runAgain, eventsMax);
}

/** The same, by whatever runs it again. */
export async function explainBy(
  result: RunResult,
  runAgain: RunAgain,
  eventsMax = EVENTS_KEPT,
): Promise<Explanation | null> {
  const accused = brokenPromises(result.invariants)
    .flatMap(({ verdict }) => verdict.violations)
    .find(({ device, reading }) => device !== null && reading !== null);
  if (accused === undefined) return null;
  const events: TraceEvent[] = [];
  const draws: Atom[] = [];
  const observe: TraceObserver = (event) => {
    if (!('device' in event) || !('reading' in event)) return;
    if (event.device !== accused.device || event.reading !== accused.reading) return;
    events.push(event);
    if (events.length > eventsMax) events.shift();
  };
  const again = await runAgain(observe, (atom) => {
    if (atom.device === accused.device && atom.reading === accused.reading) draws.push(atom);
  });
  return { events, draws, sameFingerprint: again.fingerprint === result.fingerprint };
}
