import type { Outcome } from '../run/index.ts';

/** What the process says to its caller. */
export const EXIT = {
  passed: 0,
  failed: 1,
  usage: 2,
  harness: 3,
  nondeterminism: 4,
  nothingMatched: 5,
  notConverged: 6,
  unwritten: 7,
  inconclusive: 8,
  unsupported: 9,
  interrupted: 130,
  terminated: 143,
} as const;

/** In words. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  passed: 'passed; where part of it was not judged, the verdict says so',
  failed: 'an invariant or an expectation failed, or code under test crashed',
  usage: 'wrong words on the command line, or a bad scenario',
  harness: 'a fault in the harness itself',
  nondeterminism: 'nondeterminism: the same run came out differently',
  nothingMatched:
    "nothing matched: a pattern such as `--scenario 'lost-*'` that no scenario fits, or a `trace query` that finds no event",
  notConverged: 'did not converge, or a limit was hit (`--until` is one)',
  unwritten: 'results, a trace or another file could not be written, whatever they say',
  inconclusive:
    'inconclusive: nothing failed, but what was asked for could not be judged, so it is no pass either',
  unsupported: 'code under test tried what is not simulated, so nothing was judged; `--allow-net` may help',
  interrupted: 'interrupted (Ctrl-C)',
  terminated: 'terminated (SIGTERM)',
};

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_OUTCOME: Readonly<Record<Outcome, ExitCode>> = {
  passed: EXIT.passed,
  violated: EXIT.failed,
  crashed: EXIT.failed,
  stalled: EXIT.notConverged,
  'limit-hit': EXIT.notConverged,
  inconclusive: EXIT.inconclusive,
  unsupported: EXIT.unsupported,
};

export function exitCodeOf(outcome: Outcome): ExitCode {
  return BY_OUTCOME[outcome];
}

/** Of several runs: what is wrong most fundamentally decides. */
const GRAVITY: readonly ExitCode[] = [
  EXIT.terminated,
  EXIT.interrupted,
  EXIT.harness,
  EXIT.usage,
  EXIT.nondeterminism,
  EXIT.failed,
  EXIT.unsupported,
  EXIT.notConverged,
  EXIT.inconclusive,
  EXIT.unwritten,
  EXIT.nothingMatched,
  EXIT.passed,
];

export function gravest(codes: readonly ExitCode[]): ExitCode {
  return GRAVITY.find((code) => codes.includes(code)) ?? EXIT.nothingMatched;
}
