import type { FinalState } from './final-state.ts';

/**
 * How it is known what the edge stored. `word`: it says so. `answers`: it says nothing, so that its answer is its word: a
 * 2xx says that it has taken the reading, and so does a 409 to one that had reached it before. Of what it did with a
 * reading that it had already, answers tell nothing.
 */
export type StoredBy = 'word' | 'answers';

/** The delivery ledger of a run, in readings. Null: the edge does not say what it stored. */
export interface LedgerSummary {
  readonly generated: number;
  /** Sent at least once. */
  readonly attempted: number;
  /** Each generated reading in exactly one of them: they sum to `generated`. */
  readonly ends: Readonly<Record<FinalState, number>>;
  readonly storedBy: StoredBy;
  readonly stored: number;
  /** In the store though the device does not count it as delivered: "recovered" in Jepsen's queue checker. */
  readonly storedUnacknowledged: number;
  /** Reached the edge again, once or more often, after the edge had taken them. */
  readonly reachedAgain: number;
  /** Of those: kept once all the same. */
  readonly deduplicated: number | null;
  readonly acceptedTwice: number | null;
  /** Numbers on the wire or in the store that no device ever gave to a reading. */
  readonly unexpected: number;
}
