import type { AnswerRule } from './answer.ts';
import type { FinalState } from './final-state.ts';
import type { LedgerSummary, StoredBy } from './ledger-summary.ts';
import type { ReadingEntry } from './reading-entry.ts';

/** What one event said that cannot be true together with what was said before. */
export type Conflict =
  | { readonly kind: 'second-end'; readonly first: FinalState; readonly second: FinalState }
  | { readonly kind: 'number-reused'; readonly timestamp: string }
  | { readonly kind: 'second-timestamp'; readonly first: string; readonly second: string };

/** A reading whose end is known. */
export interface ClosedReading {
  readonly entry: ReadingEntry;
  readonly end: FinalState;
}

/** A reading has come to its end, at `at` µs. */
export type EndListener = (entry: ReadingEntry, at: number) => void;

/** An event said, at `at` µs, what cannot be true of this reading. */
export type ConflictListener = (conflict: Conflict, entry: ReadingEntry, at: number) => void;

/**
 * The ledger as checks and metrics read it. It observes each event before they do, so `ended` and `conflict` speak of the
 * event at hand; those who look at events of any kind for their sake listen instead.
 */
export interface LedgerView {
  /** What answers mean in this run. */
  readonly answers: AnswerRule;
  /** When the last event was, in microseconds. */
  readonly lastAt: number;
  /** The entry that came to its end by the event at hand. */
  readonly ended: ReadingEntry | null;
  readonly conflict: Conflict | null;
  onEnded(listener: EndListener): void;
  onConflict(listener: ConflictListener): void;
  readonly storedBy: StoredBy;
  isStored(device: string, reading: number): boolean;
  /** The end of a reading by the device's own word so far; null without one. */
  wordOf(device: string, reading: number): FinalState | null;
  /** When the device was last given a 2xx or a 409, for whatever reading; −∞ before that. */
  acknowledgedAt(device: string): number;
  /** Whether its disk has been an old copy: what had its end may be on it again. */
  hasOldCopy(device: string): boolean;
  /** Whether a reading that has its end may be on the disk of its device still. */
  mayComeBack(device: string, reading: number): boolean;
  /** How often the device has booted again. */
  bootOf(device: string): number;
  /** The entry of a reading; undefined when none was made or it was let go. */
  find(device: string, reading: number): ReadingEntry | undefined;
  /** Entries not let go yet. */
  openEntries(): Iterable<ReadingEntry>;
  /** The device has readings without an end. */
  hasOpenReadings(device: string): boolean;
  /** Readings that were open when the run ended; empty before that. */
  readonly closedAtEnd: readonly ClosedReading[];
  /** Seen on the wire or in the store though no reading with that number was ever born; known at the end. */
  readonly unexpected: readonly ReadingEntry[];
  /** Null until the run has ended. */
  readonly summary: LedgerSummary | null;
}
