import type { Comparison } from '../sim/explore/comparison.ts';
import type { RunResult } from '../sim/run/result.ts';

/**
 * Runs, or comparisons (one, or one for each value of a sweep), as one JSON array, indented by two. Nothing is rounded,
 * and equal results are equal bytes, `timing` aside. Ends without a line break.
 */
export function renderResultsJson(results: readonly (RunResult | Comparison)[]): string {
  return JSON.stringify(canonical(results), null, 2);
}

/** The same value with the keys of every object in the order of their code units. Arrays keep their order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const entries = new Map(Object.entries(value));
  return Object.fromEntries(keys.map((key) => [key, canonical(entries.get(key))]));
}
