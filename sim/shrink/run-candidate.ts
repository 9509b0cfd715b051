import { atomKey, run } from '../run/index.ts';
import type { Atom, RunOptions, RunResult, Subject } from '../run/index.ts';
import type { Scenario } from '../scenario/index.ts';
import type { TransportName } from '../transport/index.ts';
import { scheduleOf } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { failuresOf } from './failure.ts';
import type { Runner, Trial } from './laboratory.ts';

/** What all runs of a search have in common. */
export interface UnderTest {
  /** The seed of the failing run. */
  readonly seed: string;
  /** New for each run, so that none inherits from another. */
  readonly makeSubject: (scenario: Scenario) => Promise<Subject>;
  /** Default: the fastest one; all of them give the same run. */
  readonly transport: TransportName | null;
  readonly interleave: boolean;
}

export interface Recorded {
  readonly result: RunResult;
  /** The draws by which faults acted, each once, in the order in which they did. */
  readonly acted: readonly Atom[];
}

/** Our own programs need no HTTP to give the run that they give over it. */
export function fastestFor({ edge, device }: Subject): TransportName {
  return edge.foreign || device.foreign || edge.name !== 'built-in' ? 'inject' : 'direct';
}

/** One run, with all that acts in it. `seed`: of all that no schedule lists. */
export async function record(
  { makeSubject, transport, interleave }: UnderTest,
  options: Pick<RunOptions, 'scenario' | 'seed' | 'schedule' | 'onEvent' | 'untilMs'>,
): Promise<Recorded> {
  const subject = await makeSubject(options.scenario);
  const acted = new Map<string, Atom>();
  const result = await run({
    ...options,
    subject,
    interleave,
    transport: transport ?? fastestFor(subject),
    onAct: (atom) => void acted.set(atomKey(atom), atom),
  });
  return { result, acted: [...acted.values()] };
}

/** `seed`: another than that of the draws shows what all else has to do with it. */
export async function tryCandidate(
  candidate: Candidate,
  underTest: UnderTest,
  seed: string = underTest.seed,
): Promise<Trial> {
  const { scenario } = candidate;
  const { result, acted } = await record(underTest, {
    scenario,
    seed,
    schedule: scheduleOf(candidate, underTest.seed),
  });
  return {
    fingerprint: result.fingerprint,
    failures: failuresOf(result),
    acted: acted.map(atomKey),
  };
}

/** Runs in this process, one after another. */
export function runnerHere(underTest: UnderTest): Runner {
  return { atOnce: 1, run: (candidate) => tryCandidate(candidate, underTest) };
}
