import type { Conflict, ConflictListener, EndListener } from './ledger-view.ts';
import type { EntryState, ReadingEntry } from './reading-entry.ts';

/** What one event brought about, told to whoever listens. */
export class LedgerNotices {
  /** By the event at hand. */
  ended: ReadingEntry | null = null;
  conflict: Conflict | null = null;
  readonly #endListeners: EndListener[] = [];
  readonly #conflictListeners: ConflictListener[] = [];
  readonly #storedListeners: EndListener[] = [];

  onEnded(listener: EndListener): void {
    this.#endListeners.push(listener);
  }

  onConflict(listener: ConflictListener): void {
    this.#conflictListeners.push(listener);
  }

  onFirstStored(listener: EndListener): void {
    this.#storedListeners.push(listener);
  }

  /** The next event comes. */
  clear(): void {
    this.ended = null;
    this.conflict = null;
  }

  /** The first end stands; of what was let go, that of before. */
  end(entry: EntryState, at: number): void {
    if (entry.endedAt !== null || entry.revived) return;
    entry.book.end(entry, at);
    this.hasEnded(entry, at);
  }

  hasEnded(entry: EntryState, at: number): void {
    this.ended = entry;
    for (const listener of this.#endListeners) listener(entry, at);
  }

  contradicts(conflict: Conflict, entry: ReadingEntry, at: number): void {
    this.conflict = conflict;
    for (const listener of this.#conflictListeners) listener(conflict, entry, at);
  }

  firstStored(entry: EntryState, at: number): void {
    for (const listener of this.#storedListeners) listener(entry, at);
  }
}
