import { atomKey, run } from '../run/index.ts';
import type { Atom, RunOptions, RunResult, Subject } from '../run/index.ts';
import { foreignIn } from '../run/versions.ts';
import type { Scenario } from '../scenario/index.ts';
import type { TraceObserver } from '../trace/index.ts';
import type { TransportName } from '../transport/index.ts';
import { scheduleOf } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { failuresOf, lostFailure } from './failure.ts';
import type { Trial } from './laboratory.ts';

/** What all runs of a search have in common. */
export interface UnderTest {
  /** New for each run, so that none inherits from another. */
  readonly makeSubject: (scenario: Scenario) => Promise<Subject>;
  /** Null: the fastest one; all of them give the same run. */
  readonly transport: TransportName | null;
  readonly interleave: boolean;
}

/** What differs from one run of a search to the next. Plain data. */
export type AskedRun = Pick<RunOptions, 'scenario' | 'seed' | 'schedule' | 'untilMs'>;

/** A run with all that acted in it, as plain data. */
export type Recorded =
  | {
      readonly kind: 'ran';
      readonly result: RunResult;
      /** The draws by which faults acted, each once, in the order in which they did. */
      readonly acted: readonly Atom[];
    }
  /** Code under test took its thread with it, and what was known of the run. */
  | { readonly kind: 'lost'; readonly outcome: 'stalled' | 'crashed'; readonly why: string };

/** Runs what is under test, wherever that is: here, or each run in a thread of its own. */
export interface RunRecorder {
  /** So many may be asked for at the same time, 1 or more. */
  readonly atOnce: number;
  record(asked: AskedRun, onEvent?: TraceObserver): Promise<Recorded>;
}

/** Our own programs need no HTTP to give the run that they give over it. */
function fastestFor(subject: Subject): TransportName {
  const foreign = foreignIn(subject);
  return foreign.edge || foreign.device || subject.edge.name !== 'built-in' ? 'inject' : 'direct';
}

/** One run in this process. */
export async function recordHere(
  { makeSubject, transport, interleave }: UnderTest,
  asked: AskedRun,
  onEvent?: TraceObserver,
): Promise<Recorded> {
  const subject = await makeSubject(asked.scenario);
  const acted = new Map<string, Atom>();
  const result = await run({
    ...asked,
    subject,
    interleave,
    transport: transport ?? fastestFor(subject),
    onAct: (atom) => void acted.set(atomKey(atom), atom),
    onEvent,
  });
  return { kind: 'ran', result, acted: [...acted.values()] };
}

/** Runs in this process, one after another. */
export function recorderHere(underTest: UnderTest): RunRecorder {
  return { atOnce: 1, record: (asked, onEvent) => recordHere(underTest, asked, onEvent) };
}

export interface Seeds {
  /** Of the draws that are listed. */
  readonly draws: string;
  /** Of all that no schedule lists; another than that of the draws shows what all else has to do with it. */
  readonly rest: string;
}

/** What a run of a candidate shows. */
export async function tryCandidate(
  candidate: Candidate,
  recorder: Pick<RunRecorder, 'record'>,
  { draws, rest }: Seeds,
): Promise<Trial> {
  const recorded = await recorder.record({
    scenario: candidate.scenario,
    seed: rest,
    schedule: scheduleOf(candidate, draws),
  });
  if (recorded.kind === 'lost') {
    return { fingerprint: '', failures: [lostFailure(recorded)], acted: candidate.draws, readings: 0 };
  }
  const { result, acted } = recorded;
  return {
    fingerprint: result.fingerprint,
    failures: failuresOf(result),
    acted,
    readings: result.ledger.generated,
  };
}
