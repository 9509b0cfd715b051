import type { EventOf } from '../trace/event.ts';
import type { AnswerRule } from './answer.ts';
import type { LedgerBooks } from './ledger-books.ts';
import type { LedgerNotices } from './ledger-notices.ts';
import type { ReadingBirths } from './reading-births.ts';
import type { EntryState } from './reading-entry.ts';

/** What the edge says that it stored, or, where it says nothing of it, what its answers mean. */
export class StoredReadings {
  readonly #books: LedgerBooks;
  readonly #notices: LedgerNotices;
  readonly #births: ReadingBirths;

  constructor(books: LedgerBooks, notices: LedgerNotices, births: ReadingBirths) {
    this.#books = books;
    this.#notices = notices;
    this.#births = births;
  }

  told({ at, device, reading, timestamp }: EventOf<'reading_stored'>): EntryState {
    const book = this.#books.of(device);
    const named = book.entryOf(reading, timestamp);
    // Where requests do not tell it, the store may be the first to say which reading has this number.
    const isFirst = book.nameless > 0 && named.bornAt === null && !named.revived;
    const entry = isFirst ? this.#births.tie(book, named, timestamp, at) : named;
    if (entry.storedTimes === 0) {
      this.#first(entry, at);
    } else {
      entry.storedTimes += 1;
      book.takenAgain(entry);
    }
    return entry;
  }

  /** Once only: whether it was stored again, no answer tells. */
  byAnswer(entry: EntryState, status: number, at: number, { words }: AnswerRule): void {
    if (entry.storedTimes > 0) return;
    // A 409 for what cannot have been stored is false, and `duplicates-are-true` says so.
    const isKnown = words.isDuplicate(status) && entry.mayBeStoredTimes > 0;
    if (words.accepts(status) || isKnown) this.#first(entry, at);
  }

  #first(entry: EntryState, at: number): void {
    entry.book.stored.add(entry.reading);
    entry.storedTimes = 1;
    entry.firstStoredAt = at;
    this.#notices.firstStored(entry, at);
  }
}
