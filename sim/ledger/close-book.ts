import type { DeviceBook, NamelessEnd, UntiedBirth } from './device-book.ts';
import type { FinalState } from './final-state.ts';
import type { ClosedReading } from './ledger-view.ts';
import { EntryState } from './reading-entry.ts';
import type { ReadingEntry } from './reading-entry.ts';

interface Rest {
  readonly closed: readonly ClosedReading[];
  readonly unexpected: readonly ReadingEntry[];
}

/**
 * Ends all that is open in a device's book when the run is over. A device that was not stopped in order (the run
 * was cut short) had no chance to say what waits: its open readings are pending, not lost.
 */
export function closeBook(book: DeviceBook): Rest {
  const closed: ClosedReading[] = [];
  const unexpected: ReadingEntry[] = [];
  /** The device spoke of these numbers, yet no birth and no attempt carried them. */
  const namedOnly: EntryState[] = [];
  for (const entry of book.entries.values()) {
    if (entry.revived) continue;
    if (entry.bornAt !== null) closed.push({ entry, end: endOf(entry) });
    else if (entry.attempts > 0 || entry.storedTimes > 0) unexpected.push(entry);
    else if (entry.word !== null) namedOnly.push(entry);
  }
  closed.push(...closeUntied(book, namedOnly));
  return { closed: withoutNameless(withGivenUp(closed, book.gaveUp), book.nameless), unexpected };
}

/** What the device lost without a word is damaged if it spoke of damage after it had the reading in its hands last. */
function endOf(entry: EntryState): FinalState {
  const { book, reading, parkedAt } = entry;
  const end = entry.word ?? entry.answer ?? restOf(book, reading, parkedAt);
  if (end !== 'lost') return end;
  return lastHandledAt(entry) < book.damageFoundAt ? 'damaged' : end;
}

/** When the device had the reading in its hands last, as far as can be seen. */
function lastHandledAt({ bornAt, lastEnding, open }: ReadingEntry): number {
  const sentAt = open.map((attempt) => attempt.sentAt);
  return Math.max(bornAt ?? 0, lastEnding?.sentAt ?? 0, ...sentAt);
}

/** Each word of an end without a name was of one reading, which the device had, and which it did not touch afterwards. */
function withGivenUp(
  closed: readonly ClosedReading[],
  gaveUp: readonly NamelessEnd[],
): readonly ClosedReading[] {
  if (gaveUp.length === 0) return closed;
  const left = [...gaveUp];
  return closed.map((one) => {
    if (one.end !== 'lost') return one;
    const at = left.findIndex((word) => lastHandledAt(one.entry) <= word.at);
    const [word] = at === -1 ? [] : left.splice(at, 1);
    return word === undefined ? one : { entry: one.entry, end: word.end };
  });
}

/** Each request without a name was for one reading at most: so many that seem never sent may have been. */
function withoutNameless(closed: readonly ClosedReading[], nameless: number): readonly ClosedReading[] {
  if (nameless === 0) return closed;
  let left = nameless;
  return closed.map((one) => {
    if (one.end !== 'lost' || one.entry.attempts > 0 || left === 0) return one;
    left -= 1;
    return { entry: one.entry, end: 'untied' };
  });
}

/**
 * Of what is set aside the device has said that it will send it, so it need not list it as waiting; but one that lists what
 * waits, and leaves it out, has dropped it. It waits lawfully for as long as nothing is acknowledged to the device.
 */
function restOf(book: DeviceBook, reading: number, parkedAt: number | null): FinalState {
  if (book.pending === undefined) return 'pending';
  const waits = book.pending?.has(reading) === true || (book.pending === null && parkedAt !== null);
  if (!waits) return 'lost';
  return parkedAt === null || book.acknowledgedAt > parkedAt ? 'pending' : 'parked';
}

/**
 * Births without a number that were never sent. Numbers that the device spoke of, or says still wait, belong to
 * them in the order of both, because a device numbers its readings in the order it takes them.
 */
function closeUntied(book: DeviceBook, namedOnly: readonly EntryState[]): readonly ClosedReading[] {
  const waiting = [...(book.pending ?? [])].filter(
    (reading) => !book.entries.has(reading) && book.endOf(reading) === null,
  );
  const named = [
    ...namedOnly.map((entry) => ({
      reading: entry.reading,
      end: entry.word ?? 'lost',
      endedAt: entry.endedAt,
    })),
    ...waiting.map((reading) => ({ reading, end: 'pending' as const, endedAt: null })),
  ].sort((a, b) => a.reading - b.reading);
  return book.untied.map((birth, index) => {
    const known = named[index];
    const entry = bornAs(book, birth, known?.reading ?? -1, known?.endedAt ?? null);
    return { entry, end: known?.end ?? endOf(entry) };
  });
}

/** An entry of its own for a birth without a number. */
export function bornAs(
  book: DeviceBook,
  birth: UntiedBirth,
  reading: number,
  endedAt: number | null,
): EntryState {
  const entry = new EntryState(book, reading, false);
  entry.bornAt = birth.at;
  entry.timestamp = birth.timestamp;
  entry.values = birth.values;
  entry.endedAt = endedAt;
  return entry;
}
