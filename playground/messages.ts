import type { RunData } from '../reports/html/page-data.ts';

/** What the page asks of its worker. */
export interface Asked {
  /** Answers name it: those to what nobody asks any more are not shown. */
  readonly id: number;
  /** A scenario file. */
  readonly text: string;
  /** As `--set` has them. */
  readonly set: readonly string[];
  readonly seed: string;
  /** The command line that gives the same run. */
  readonly paste: string;
}

/** `markup` is HTML in which every text of others is escaped. */
export type Answer =
  | { readonly kind: 'running'; readonly id: number; readonly atUs: number; readonly markup: string }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly markup: string;
      readonly fingerprint: string;
      readonly runs: readonly RunData[];
      /** The scenario as it was run, as a file. */
      readonly yaml: string;
    }
  | { readonly kind: 'refused'; readonly id: number; readonly errors: readonly string[] };
