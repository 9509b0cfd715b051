import { atomKey } from '../run/index.ts';
import type { Atom, RunResult } from '../run/index.ts';
import type { TraceObserver } from '../trace/index.ts';
import { runsOf } from './candidate.ts';
import { failuresOf, lostFailure } from './failure.ts';
import type { Failure } from './failure.ts';
import { scheduleIn } from './failure-file.ts';
import type { FailureFile } from './failure-file.ts';
import type { Recorded, RunRecorder } from './run-candidate.ts';

export interface ReplayOptions {
  readonly file: FailureFile;
  /** Runs what the file names, or other code. */
  readonly recorder: Pick<RunRecorder, 'record'>;
  /** Stops here, in ms of virtual time; nothing is judged then. Null: at its end. */
  readonly untilMs: number | null;
  readonly onEvent?: TraceObserver;
}

/** A kept failure, run once more: perhaps by other code than that which wrote it. Plain data. */
export interface Replay extends Pick<RunResult, 'outcome' | 'why'> {
  /** Those of the file that acted, and those whose draw was not taken or came out otherwise; by attempts in a row. */
  readonly used: readonly (readonly Atom[])[];
  readonly unused: readonly (readonly Atom[])[];
  /** The failure of the file, as it shows now; null: it does not. */
  readonly same: Failure | null;
  /** What else failed, expectations aside: a schedule takes away the faults that they ask for. */
  readonly others: readonly Failure[];
  /** Why the promise of the file could not be judged; null where it was. */
  readonly notJudged: string | null;
  /** The same run, event by event, as when the file was written. */
  readonly isSameRun: boolean;
}

/** Runs what a failure file holds. */
export async function replay({ file, recorder, untilMs, onEvent }: ReplayOptions): Promise<Replay> {
  const { scenario, seed } = file;
  const recorded = await recorder.record(
    { scenario, seed, schedule: scheduleIn(file), ...(untilMs !== null && { untilMs }) },
    onEvent,
  );
  const keys = new Set(recorded.kind === 'ran' ? recorded.acted.map(atomKey) : []);
  const failures = recorded.kind === 'ran' ? failuresOf(recorded.result) : [lostFailure(recorded)];
  const isSame = ({ signature }: Failure): boolean => signature === file.failure.signature;
  const { outcome, why } = recorded.kind === 'ran' ? recorded.result : recorded;
  return {
    outcome,
    why,
    used: runsOf(file.draws.filter((atom) => keys.has(atomKey(atom)))),
    unused: runsOf(file.draws.filter((atom) => !keys.has(atomKey(atom)))),
    same: failures.find(isSame) ?? null,
    others: failures.filter((failure) => !isSame(failure) && !failure.isExpectation),
    notJudged: whyNotJudged(recorded, file),
    isSameRun: recorded.kind === 'ran' && recorded.result.fingerprint === file.fingerprint,
  };
}

/** What can't be seen has not been mended. */
function whyNotJudged(recorded: Recorded, { failure, samples }: FailureFile): string | null {
  if (recorded.kind === 'lost') return null;
  const isListed = samples.some(({ taken }) => taken.length > 0);
  if (isListed && recorded.result.ledger.generated === 0)
    return 'none of the samples that the file lists came';
  const broken = recorded.result.invariants.find(({ name }) => failure.signature.startsWith(`${name}: `));
  return broken?.verdict.kind === 'not-observable' ? broken.verdict.why : null;
}
