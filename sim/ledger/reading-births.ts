import type { EventOf } from '../trace/event.ts';
import { bornAs } from './close-book.ts';
import type { ClosedReadings } from './closed-readings.ts';
import type { DeviceBook, UntiedBirth } from './device-book.ts';
import type { FinalState } from './final-state.ts';
import type { LedgerBooks } from './ledger-books.ts';
import type { LedgerNotices } from './ledger-notices.ts';
import type { EntryState } from './reading-entry.ts';
import { isSetRight } from './set-right.ts';

/** Ties births to numbers: a device may give a number before it sends, or show it only then, or use it for two readings. */
export class ReadingBirths {
  readonly #books: LedgerBooks;
  readonly #notices: LedgerNotices;
  readonly #closed: ClosedReadings;
  #generated = 0;

  constructor(books: LedgerBooks, notices: LedgerNotices, closed: ClosedReadings) {
    this.#books = books;
    this.#notices = notices;
    this.#closed = closed;
  }

  get generated(): number {
    return this.#generated;
  }

  /** Null while its number has not shown. */
  recorded({ at, device, reading, timestamp, values }: EventOf<'reading_recorded'>): EntryState | null {
    this.#generated += 1;
    const book = this.#books.of(device);
    const birth = { at, timestamp, values };
    if (reading !== null) return this.#give(book, book.entryFor(reading), birth, at);
    const sent = book.unborn(timestamp);
    if (sent !== undefined) return this.#give(book, sent, birth, at);
    book.awaitNumber(birth);
    return null;
  }

  /** The power went while the device took it. */
  cut({ at, device, reading, timestamp, values }: EventOf<'recording_cut'>): void {
    this.#books.of(device).mayBeBorn({ at, reading, timestamp, values });
  }

  /** A request with this number leaves, or is held back, with a message of this timestamp, if any: the entry that it is for. */
  left(book: DeviceBook, reading: number, timestamp: string | null, at: number): EntryState {
    const entry = book.entryFor(reading);
    // By its number alone it would be taken for one whose number another has been given since, and has had its end.
    const isOther = entry.bornAt !== null || (timestamp === null && entry.revived);
    const cut = isOther ? undefined : book.takeCut(reading, timestamp);
    if (cut !== undefined) {
      this.#generated += 1;
      return this.#give(book, entry, cut, at);
    }
    return timestamp === null ? entry : this.tie(book, entry, timestamp, at);
  }

  /** The disk is what it was at this time: what was born since, and had not come to an end, is on no disk any more. */
  rolledBack(book: DeviceBook, sinceUs: number, at: number): void {
    book.hasOldCopy = true;
    for (const entry of book.entries.values()) {
      const isGone = entry.bornAt !== null && entry.bornAt >= sinceUs;
      if (!isGone || entry.word !== null || entry.endedAt !== null) continue;
      this.#endBy(entry, 'damaged', at);
    }
    for (const { at: bornAt, timestamp } of book.untied) {
      const birth = bornAt < sinceUs ? undefined : book.takeUntied(timestamp);
      if (birth !== undefined) this.#close(bornAs(book, birth, -1, at), 'damaged', at);
    }
  }

  /** The power went: what was nowhere but in memory is gone, as the device had said it would be. */
  crashed(book: DeviceBook, at: number): void {
    for (const entry of book.entries.values()) {
      if (!entry.isInMemory || entry.word !== null || entry.endedAt !== null) continue;
      book.mayComeBack.add(entry.reading);
      this.#endBy(entry, 'dropped', at);
    }
  }

  /** The device never says it, for it knows no more. */
  #endBy(entry: EntryState, word: FinalState, at: number): void {
    entry.word = word;
    entry.wordBoot = entry.book.boot;
    entry.endBoot = entry.book.boot;
    this.#notices.end(entry, at);
  }

  /** The device says that the number of a reading was another's, and gives it this one. */
  renumbered(entry: EntryState, number: number, at: number): EntryState {
    const { book, bornAt, timestamp, values } = entry;
    // One that had its number changed, and its end, before the disk became a copy from before both.
    if (entry.revived) book.hasEnded(number, entry.word ?? 'acknowledged');
    if (bornAt === null || timestamp === null || values === null || number === entry.reading) return entry;
    book.takeBack(entry);
    return this.#give(book, book.entryFor(number), { at: bornAt, timestamp, values }, at);
  }

  /** Whatever says it: the reading of this number was taken at this time of the device's clock. */
  tie(book: DeviceBook, entry: EntryState, timestamp: string, at: number): EntryState {
    // Another birth of the same instant waits for a number of its own.
    if (entry.timestamp === timestamp) return entry;
    const before = entry.bornAt === null && book.hasOldCopy ? numberedBefore(book, timestamp) : undefined;
    if (before !== undefined) return this.renumbered(before, entry.reading, at);
    const birth = book.takeUntied(timestamp);
    if (birth !== undefined) return this.#give(book, entry, birth, at);
    // It may be its time that was spoilt.
    if (entry.spoilt) return entry;
    if (entry.timestamp === null) {
      if (entry.revived) return entry;
      entry.timestamp = timestamp;
      book.awaitBirth(timestamp, entry);
    } else if (isSetRight(entry, timestamp)) entry.timestamp = timestamp;
    else {
      const conflict = { kind: 'second-timestamp', first: entry.timestamp, second: timestamp } as const;
      this.#notices.contradicts(conflict, entry, at);
    }
    return entry;
  }

  /** The machine lost the reading that was just born: the device never hears of it. */
  lostBeforeTheDevice(book: DeviceBook, at: number): EntryState | null {
    const birth = book.takeYoungest();
    if (birth === undefined) return null;
    return this.#close(bornAs(book, birth, -1, at), 'dropped', at);
  }

  #close(entry: EntryState, end: FinalState, at: number): EntryState {
    entry.word = end;
    this.#notices.hasEnded(entry, at);
    this.#closed.add({ entry, end });
    return entry;
  }

  /** Gives an entry its birth; an entry that has one already shows that its number was used for two readings. */
  #give(book: DeviceBook, entry: EntryState, birth: UntiedBirth, at: number): EntryState {
    let born = entry;
    if (entry.bornAt !== null || entry.revived) {
      const end = entry.word ?? entry.answer ?? 'lost';
      if (entry.bornAt !== null) this.#closed.add({ entry, end });
      // Should the new one get another number, this one belongs to the old one again.
      if (book.hasOldCopy) book.letGo(entry, end);
      born = book.replace(entry);
      born.numberFromOldCopy = book.hasOldCopy;
      if (!book.hasOldCopy)
        this.#notices.contradicts({ kind: 'number-reused', timestamp: birth.timestamp }, born, at);
    } else if (entry.timestamp !== null && entry.timestamp !== birth.timestamp) {
      const conflict = { kind: 'second-timestamp', first: entry.timestamp, second: birth.timestamp } as const;
      this.#notices.contradicts(conflict, entry, at);
    }
    if (born.timestamp !== null) book.born(born.timestamp);
    born.bornAt = birth.at;
    born.timestamp = birth.timestamp;
    born.values = birth.values;
    return born;
  }
}

/** The reading of this timestamp that has a number which had been another's. */
function numberedBefore(book: DeviceBook, timestamp: string): EntryState | undefined {
  for (const entry of book.entries.values())
    if (entry.numberFromOldCopy && entry.timestamp === timestamp) return entry;
  return undefined;
}
