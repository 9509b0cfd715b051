import type { RunResult } from '../run/index.ts';
import { runFailureWords, sweepFailureWords } from './failure-words.ts';
import { hasPassed } from './run-record.ts';
import type { SweepResult } from './sweep.ts';
import { neverInWords } from './sweep-summary.ts';

/**
 * For tests: `run` and `sweep` return, this throws.
 * @throws {Error} that names what broke, with the first violations and the seeds.
 */
export function assertPassed(result: RunResult | SweepResult): void {
  const words = failureWords(result);
  if (words !== null) throw new Error(words.join('\n'));
}

/** What is wrong with one run or with many; null where nothing is. */
export function failureWords(result: RunResult | SweepResult): readonly string[] | null {
  if ('outcome' in result) return hasPassed(result) ? null : runFailureWords(result);
  const { summary } = result;
  const never = neverInWords(summary);
  if (summary.failed > 0) return [...sweepFailureWords(summary), ...never];
  return never.length === 0 ? null : never;
}
