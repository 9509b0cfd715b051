import type { DifferentField, Divergence } from '../trace/index.ts';

/** Two ways to run the same scenario and seed, and where they went apart. */
export interface Difference {
  /** What each of the two was. */
  readonly names: readonly [first: string, second: string];
  /** Null where only the results differ, or where the traces were the same when both were run again. */
  readonly divergence: Divergence | null;
  /** What differs of the results, where the traces are the same. */
  readonly fields: readonly DifferentField[];
}

/** What came of running one scenario and seed in several ways that must make no difference. */
export type Verification = {
  readonly scenario: string;
  readonly seed: string;
} & (
  | { readonly kind: 'same'; readonly fingerprint: string; readonly runs: number }
  | { readonly kind: 'different'; readonly difference: Difference }
  | { readonly kind: 'inconclusive'; readonly why: string }
);
