import type { RunResult } from '../sim/run/result.ts';

/**
 * The same value with the keys of every object in the order of their code units, so that equal results are equal
 * bytes. Arrays keep their order.
 */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const entries = new Map(Object.entries(value));
  return Object.fromEntries(keys.map((key) => [key, canonical(entries.get(key))]));
}

export interface RunJsonOptions {
  /** Without it the bytes are the same for every run of the same scenario and seed. */
  readonly timing: boolean;
}

/** One result as JSON, indented by two. `timing` is one field and the only one that differs between runs. */
export function renderRunJson(result: RunResult, options: RunJsonOptions = { timing: true }): string {
  return JSON.stringify(jsonOf(result, options), null, 2);
}

/** Several results as one JSON array. */
export function renderRunsJson(
  results: readonly RunResult[],
  options: RunJsonOptions = { timing: true },
): string {
  return JSON.stringify(
    results.map((result) => jsonOf(result, options)),
    null,
    2,
  );
}

function jsonOf(result: RunResult, { timing }: RunJsonOptions): unknown {
  const { timing: measured, ...rest } = result;
  return canonical(timing ? { ...rest, timing: measured } : rest);
}
