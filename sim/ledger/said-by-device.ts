import { SAYS, saysInMemory, saysParked, wordOf } from '../trace/device-words.ts';
import type { EventOf } from '../trace/event.ts';
import { isDone } from './final-state.ts';
import type { FinalState } from './final-state.ts';
import type { LedgerBooks } from './ledger-books.ts';
import type { LedgerNotices } from './ledger-notices.ts';
import type { ReadingBirths } from './reading-births.ts';
import type { EntryState } from './reading-entry.ts';

/** The log of devices, read as words about readings. */
export class SaidByDevice {
  readonly #books: LedgerBooks;
  readonly #notices: LedgerNotices;
  readonly #births: ReadingBirths;

  constructor(books: LedgerBooks, notices: LedgerNotices, births: ReadingBirths) {
    this.#books = books;
    this.#notices = notices;
    this.#births = births;
  }

  logged({ at, device, reading, event: name, fields }: EventOf<'device_logged'>): EntryState | null {
    const book = this.#books.of(device);
    const word = wordOf(name, fields['copy']);
    if (reading === null && word === 'damaged') book.foundDamaged(at);
    else if (reading === null && word !== null && !isDone(word)) book.gaveUp.push({ at, end: word });
    if (reading === null || reading < 0) return null;
    if (name === SAYS.invalid) book.spoil(reading);
    // What the power cut off was kept after all, if the device deals with it before anything leaves: it holds it back, or
    // gives it up. Of other words it may be said what a new reading would be, which the disk then has no room for.
    const isRefused = name === SAYS.sendRefused;
    const dealtWith = isRefused || (word !== null && word !== 'damaged');
    if (dealtWith && book.mayYetBeBorn(reading)) this.#births.left(book, reading, null, at);
    // What is damaged was never whole: its number is free for another.
    if (word === 'damaged' && !book.entries.has(reading) && book.mayYetBeBorn(reading)) return null;
    const parks = saysParked(name, fields['copy']);
    // Only these may speak of a reading that was let go; others would bring it back for nothing.
    const isAnother = name === SAYS.duplicates || name === SAYS.numberUsedBefore;
    const isInMemory = saysInMemory(name, fields['copy']);
    const speaks = word !== null || parks || isInMemory || isRefused || isAnother;
    const entry = speaks ? book.entryFor(reading) : book.entries.get(reading);
    if (entry === undefined) return null;
    const number = fields['renumbered_as'];
    if (name === SAYS.numberUsedBefore && typeof number === 'number')
      return this.#births.renumbered(entry, number, at);
    if (word !== null) {
      book.speaks = true;
      this.#said(entry, word, at);
    } else if (parks) {
      this.#parked(entry, at);
    } else if (isInMemory) {
      entry.isInMemory = true;
    } else if (name === SAYS.duplicates) {
      entry.copiesToSend += 1;
    } else if (name === SAYS.retries && fields['copy'] !== true) {
      const delayMs = fields['delay_ms'];
      if (typeof delayMs === 'number') entry.announcedRetry = { at, delayMs };
      // A copy that was announced and has not left by now leaves no more: what comes next is the retry.
      entry.copiesToSend = 0;
    } else if (isRefused) {
      entry.refuse(at, book.boot);
    } else if (name === SAYS.retryRefused) {
      entry.retryRefused = true;
    }
    return entry;
  }

  #said(entry: EntryState, word: FinalState, at: number): void {
    const { book } = entry;
    entry.endBoot = book.boot;
    if (entry.word === null) {
      entry.word = word;
      entry.wordBoot = book.boot;
      book.hasSaidEnd(entry.reading, at);
      this.#notices.end(entry, at);
      return;
    }
    // A device that crashes before it has synced "done" sends the reading again. Whatever becomes of that (a 409, or
    // no answer at all), the reading was delivered: no contradiction, and the first end stands.
    if (entry.word === word || (isDone(entry.word) && hasRebootedSince(entry))) return;
    // What has its end may be on the disk still as the disk is damaged, or on the copy in its place.
    if ((word === 'damaged' || book.hasOldCopy) && hasRebootedSince(entry)) return;
    if (book.mayComeBack.has(entry.reading) && hasRebootedSince(entry)) return;
    this.#notices.contradicts({ kind: 'second-end', first: entry.word, second: word }, entry, at);
  }

  /** Set aside is no end, and what has one is not set aside. */
  #parked(entry: EntryState, at: number): void {
    const { word } = entry;
    if (word === null) entry.park(at);
    else if (!hasRebootedSince(entry) || !(isDone(word) || entry.book.mayComeBack.has(entry.reading)))
      this.#notices.contradicts({ kind: 'second-end', first: word, second: 'parked' }, entry, at);
  }
}

/** The device has booted since it said how the reading ended. */
function hasRebootedSince({ book, revived, wordBoot }: EntryState): boolean {
  return revived ? book.boot > 0 : book.boot > wordBoot;
}
