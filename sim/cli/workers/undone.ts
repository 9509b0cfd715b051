import { reasonOf } from '../reason-of.ts';
import { UsageError } from '../usage-error.ts';

/** A job that was done, with what came of it. */
export interface Done {
  readonly kind: 'done';
}

/** What no job can be done with. `refused`: what the caller gave is wrong, in a sentence. `fault`: of the harness. */
export type Undone =
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string; readonly stack: string | null };

/** A job's end when it threw. Where: `seed 3, policy fixed`. */
export function undone(where: string, error: unknown): Undone {
  if (error instanceof UsageError) return { kind: 'refused', message: error.message };
  const stack = error instanceof Error ? (error.stack ?? null) : null;
  return { kind: 'fault', message: `${where}: ${reasonOf(error)}`, stack };
}

/** What was done, or else what is thrown for it. */
export function doneIn<End extends Done>(end: End | Undone): End {
  if (end.kind === 'refused') throw new UsageError(end.message);
  if (end.kind === 'done') return end;
  const error = new Error(end.message);
  if (end.stack !== null) error.stack = `${end.message}\n${end.stack}`;
  throw error;
}
