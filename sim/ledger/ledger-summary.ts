import type { FinalState } from './final-state.ts';

/** The delivery ledger of a run, in readings. Null: the edge does not say what it stored. */
export interface LedgerSummary {
  readonly generated: number;
  /** Sent at least once. */
  readonly attempted: number;
  /** Each generated reading in exactly one of them: they sum to `generated`. */
  readonly ends: Readonly<Record<FinalState, number>>;
  readonly stored: number | null;
  /** In the store though the device does not count it as delivered: "recovered" in Jepsen's queue checker. */
  readonly storedUnacknowledged: number | null;
  /** Reached the edge again, once or more often, after the edge had taken them. */
  readonly reachedAgain: number;
  /** Of those: kept once all the same. */
  readonly deduplicated: number;
  readonly acceptedTwice: number | null;
  /** Numbers on the wire or in the store that no device ever gave to a reading. */
  readonly unexpected: number;
}
