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
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(outcome: Outcome): ExitCode {
  switch (outcome) {
    case 'passed':
      return EXIT.passed;
    case 'violated':
    case 'crashed':
      return EXIT.failed;
    case 'stalled':
    case 'limit-hit':
      return EXIT.notConverged;
    default:
      return outcome satisfies never;
  }
}

/** Of several runs: what is wrong most fundamentally decides. */
const GRAVITY: readonly ExitCode[] = [
  EXIT.terminated,
  EXIT.interrupted,
  EXIT.harness,
  EXIT.usage,
  EXIT.nondeterminism,
  EXIT.failed,
  EXIT.notConverged,
  EXIT.nothingMatched,
  EXIT.passed,
];

export function gravest(codes: readonly ExitCode[]): ExitCode {
  return GRAVITY.find((code) => codes.includes(code)) ?? EXIT.nothingMatched;
}
