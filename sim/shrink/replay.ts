import { atomKey } from '../run/index.ts';
import type { Atom, RunResult } from '../run/index.ts';
import type { TraceEvent } from '../trace/index.ts';
import { runsOf } from './candidate.ts';
import { failuresOf } from './failure.ts';
import type { Failure } from './failure.ts';
import { scheduleIn } from './failure-file.ts';
import type { FailureFile } from './failure-file.ts';
import { record } from './run-candidate.ts';
import type { UnderTest } from './run-candidate.ts';

export interface ReplayOptions extends Pick<UnderTest, 'makeSubject' | 'transport'> {
  readonly file: FailureFile;
  /** Stops here; nothing is judged then. */
  readonly untilMs: number | null;
  readonly onEvent: (event: TraceEvent) => void;
}

/** A kept failure, run once more: perhaps by other code than that which wrote it. */
export interface Replay {
  readonly result: RunResult;
  /** Those of the file that acted, and those whose draw was not taken or came out otherwise; by attempts in a row. */
  readonly used: readonly (readonly Atom[])[];
  readonly unused: readonly (readonly Atom[])[];
  /** The failure of the file, as it shows now; null: it does not. */
  readonly same: Failure | null;
  /** What else failed, expectations aside: a schedule takes away the faults that they ask for. */
  readonly others: readonly Failure[];
  /** The same run, event by event, as when the file was written. */
  readonly isSameRun: boolean;
}

/** Runs what a failure file holds. */
export async function replay({ file, untilMs, onEvent, ...underTest }: ReplayOptions): Promise<Replay> {
  const { scenario, seed, subject } = file;
  const { result, acted } = await record(
    { ...underTest, seed, interleave: subject.interleave },
    { scenario, seed, schedule: scheduleIn(file), onEvent, ...(untilMs !== null && { untilMs }) },
  );
  const keys = new Set(acted.map(atomKey));
  const failures = failuresOf(result);
  const isSame = ({ signature }: Failure): boolean => signature === file.failure.signature;
  return {
    result,
    used: runsOf(file.draws.filter((atom) => keys.has(atomKey(atom)))),
    unused: runsOf(file.draws.filter((atom) => !keys.has(atomKey(atom)))),
    same: failures.find(isSame) ?? null,
    others: failures.filter((failure) => !isSame(failure) && !failure.isExpectation),
    isSameRun: result.fingerprint === file.fingerprint,
  };
}
