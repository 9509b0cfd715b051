import type { RunResult } from '../sim/run/result.ts';
import { canonical } from './canonical-json.ts';

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
