import { canonical } from './canonical.ts';
import type { Comparison } from '../sim/explore/comparison.ts';
import type { Verification } from '../sim/explore/verification.ts';
import type { RunResult } from '../sim/run/result.ts';

/**
 * Runs, or comparisons (one, or one for each value of a sweep), as one JSON array, indented by two. Nothing is rounded,
 * and equal results are equal bytes, `timing` aside. Ends without a line break.
 */
export function renderResultsJson(results: readonly (RunResult | Comparison | Verification)[]): string {
  return JSON.stringify(canonical(results), null, 2);
}
