import type { Path } from '../../settings/problem.ts';

/** Two values that are fine alone and wrong together. */
export interface Conflict {
  readonly path: Path;
  /** The other value; its place is added to what was found. Null: there is none. */
  readonly other: Path | null;
  readonly found: string;
  readonly allowed: string;
  readonly hint: string | null;
}
