import type { TraceEvent } from '../trace/event.ts';
import { endByAnswer, is2xx } from './answer.ts';
import type { Acknowledge } from './answer.ts';
import type { AttemptEnding } from './attempt-record.ts';
import { closeBook } from './close-book.ts';
import type { UntiedBirth } from './device-book.ts';
import { DeviceBook } from './device-book.ts';
import type { FinalState } from './final-state.ts';
import { isDone, wordOf } from './final-state.ts';
import type { ClosedReading, Conflict, LedgerView } from './ledger-view.ts';
import type { LedgerSummary } from './ledger-summary.ts';
import { LingerQueue } from './linger-queue.ts';
import type { EntryState, ReadingEntry } from './reading-entry.ts';

export interface LedgerOptions {
  readonly acknowledge: Acknowledge;
  /** A device that is not ours may say nothing: then the answers it got tell how its readings ended. */
  readonly foreignDevice: boolean;
  /** The edge lists what it stored only when the run ends: no entry may be let go before that. */
  readonly storedAtEnd: boolean;
  readonly storedObservable: boolean;
}

/**
 * Not every flight ends in an event: nobody tells what becomes of a request or an answer whose client has given up.
 * An entry that has its end is let go after this long although such a flight seems open. What may come of it later
 * is still recognised as a second time, only the time of the first is not known then.
 */
const LINGER_US = 600_000_000;

type On<K extends TraceEvent['kind']> = Extract<TraceEvent, { readonly kind: K }>;

function noEnds(): Record<FinalState, number> {
  return {
    acknowledged: 0,
    'duplicate-acknowledged': 0,
    dropped: 0,
    rejected: 0,
    exhausted: 0,
    overflowed: 0,
    pending: 0,
    lost: 0,
  };
}

/**
 * Follows each reading from birth to its one end. An entry is let go as soon as virtual time has moved past the
 * instant at which it had its end and nothing of it was under way; so memory is that of the readings in motion.
 *
 * Longer than 300 lines, because the steps for all kinds of events change one state and are read together.
 */
export class Ledger implements LedgerView {
  current: ReadingEntry | null = null;
  ended: ReadingEntry | null = null;
  conflict: Conflict | null = null;
  closedAtEnd: readonly ClosedReading[] = [];
  unexpected: readonly ReadingEntry[] = [];
  summary: LedgerSummary | null = null;
  readonly #options: LedgerOptions;
  readonly #books = new Map<string, DeviceBook>();
  readonly #listeners: ((closed: ClosedReading) => void)[] = [];
  readonly #ends = noEnds();
  #retiring: EntryState[] = [];
  #retiringAt = 0;
  readonly #lingering = new LingerQueue<EntryState>(LINGER_US);
  #generated = 0;
  #attempted = 0;
  #storedUnacknowledged = 0;

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Calls `listener` once for each generated reading, when it is let go or the run ends. */
  onClosed(listener: (closed: ClosedReading) => void): void {
    this.#listeners.push(listener);
  }

  isStored(device: string, reading: number): boolean {
    return this.#books.get(device)?.stored.has(reading) ?? false;
  }

  wordOf(device: string, reading: number): FinalState | null {
    const book = this.#books.get(device);
    if (book === undefined || !book.speaks) return null;
    const entry = book.entries.get(reading);
    return entry === undefined ? book.endOf(reading) : entry.word;
  }

  bootOf(device: string): number {
    return this.#books.get(device)?.boot ?? 0;
  }

  find(device: string, reading: number): ReadingEntry | undefined {
    return this.#books.get(device)?.entries.get(reading);
  }

  *openEntries(): Generator<ReadingEntry> {
    for (const book of this.#books.values()) yield* book.entries.values();
  }

  hasOpenReadings(device: string): boolean {
    const book = this.#books.get(device);
    if (book === undefined) return false;
    if (book.untied.size > 0) return true;
    for (const entry of book.entries.values()) if (!entry.revived && entry.endedAt === null) return true;
    return false;
  }

  /** Every reading that was born has come to its end. */
  allEnded(): boolean {
    for (const device of this.#books.keys()) if (this.hasOpenReadings(device)) return false;
    return true;
  }

  observe(event: TraceEvent): void {
    this.current = null;
    this.ended = null;
    this.conflict = null;
    if (this.#retiring.length > 0 && event.at > this.#retiringAt) this.#retire();
    if (this.#lingering.isDue(event.at)) this.#stopLingering(event.at);
    switch (event.kind) {
      case 'reading_recorded':
        return this.#recorded(event);
      case 'device_logged':
        return this.#logged(event);
      case 'attempt_sent':
        return this.#sent(event);
      case 'reading_stored':
        return this.#stored(event);
      case 'request_delivered':
        return this.#delivered(event);
      case 'request_answered':
        return this.#answered(event);
      case 'fault_injected':
        if (event.fault === 'network.duplicate') this.#copyAnnounced(event);
        return;
      case 'attempt_refused':
      case 'request_lost':
      case 'copy_lost':
      case 'attempt_reset':
      case 'answer_lost':
      case 'answer_delivered':
      case 'answer_late':
      case 'attempt_abandoned':
        return this.#moved(event);
      case 'edge_crashed':
        for (const book of this.#books.values()) {
          for (const entry of book.entries.values()) {
            entry.edgeCrashed();
            this.#considerRetiring(book, entry, event.at);
          }
        }
        return;
      case 'device_crashed': {
        const book = this.#book(event.device);
        for (const entry of book.entries.values()) {
          entry.deviceCrashed();
          this.#considerRetiring(book, entry, event.at);
        }
        return;
      }
      case 'device_started':
        this.#book(event.device).boot = event.boot;
        return;
      case 'device_stopped':
        this.#book(event.device).pending = event.pending === null ? null : new Set(event.pending);
        return;
      case 'phase_started':
      case 'window_opened':
      case 'window_closed':
      case 'edge_started':
      case 'sample_skipped':
      case 'edge_logged':
      case 'metrics_read':
      case 'outbox_read':
        return;
    }
  }

  /** Closes what is still open. Call once, after the last event. */
  conclude(): LedgerSummary {
    this.current = null;
    this.ended = null;
    this.conflict = null;
    this.#retire();
    const closed: ClosedReading[] = [];
    const unexpected: ReadingEntry[] = [];
    let stored = 0;
    let duplicated = 0;
    let storedTwice = 0;
    for (const book of this.#books.values()) {
      const rest = closeBook(book);
      for (const one of rest.closed) this.#close(one);
      closed.push(...rest.closed);
      unexpected.push(...rest.unexpected);
      stored += book.stored.size - rest.unexpected.filter((entry) => entry.storedTimes > 0).length;
      duplicated += book.duplicated.size;
      storedTwice += book.storedTwice.size;
    }
    this.closedAtEnd = closed;
    this.unexpected = unexpected;
    const observable = this.#options.storedObservable;
    this.summary = {
      generated: this.#generated,
      attempted: this.#attempted,
      ends: { ...this.#ends },
      stored: observable ? stored : null,
      storedUnacknowledged: observable ? this.#storedUnacknowledged : null,
      duplicatedOnWire: duplicated,
      deduplicated: duplicated - storedTwice,
      acceptedTwice: observable ? storedTwice : null,
      unexpected: unexpected.length,
    };
    return this.summary;
  }

  #book(device: string): DeviceBook {
    let book = this.#books.get(device);
    if (book === undefined) {
      book = new DeviceBook(device);
      this.#books.set(device, book);
    }
    return book;
  }

  #recorded(event: On<'reading_recorded'>): void {
    this.#generated += 1;
    const book = this.#book(event.device);
    const birth = { at: event.at, timestamp: event.timestamp, values: event.values };
    if (event.reading !== null) {
      this.#give(book, book.entryFor(event.reading), birth);
      return;
    }
    const sent = book.unborn.get(event.timestamp);
    if (sent === undefined) book.untied.set(event.timestamp, birth);
    else this.#give(book, sent, birth);
  }

  /** Gives an entry its birth; an entry that has one already shows that its number was used for two readings. */
  #give(book: DeviceBook, entry: EntryState, birth: UntiedBirth): EntryState {
    let born = entry;
    if (entry.bornAt !== null || entry.revived) {
      this.conflict = { kind: 'number-reused', timestamp: birth.timestamp };
      if (entry.bornAt !== null) this.#close({ entry, end: entry.word ?? entry.answer ?? 'lost' });
      born = book.replace(entry.reading);
    } else if (entry.timestamp !== null && entry.timestamp !== birth.timestamp) {
      this.conflict = { kind: 'second-timestamp', first: entry.timestamp, second: birth.timestamp };
    }
    if (born.timestamp !== null) book.unborn.delete(born.timestamp);
    born.bornAt = birth.at;
    born.timestamp = birth.timestamp;
    born.values = birth.values;
    this.#touch(book, born, birth.at);
    return born;
  }

  #logged(event: On<'device_logged'>): void {
    const reading = event.reading;
    if (reading === null || reading < 0) return;
    const book = this.#book(event.device);
    const word = wordOf(event.event, event.fields['copy']);
    // Only these two may speak of a reading that was let go; others would bring it back for nothing.
    const speaks = word !== null || event.event === 'duplicate_triggered';
    const entry = speaks ? book.entryFor(reading) : book.entries.get(reading);
    if (entry === undefined) return;
    if (word !== null) {
      book.speaks = true;
      this.#said(book, entry, word, event.at);
    } else if (event.event === 'duplicate_triggered') {
      entry.copiesToSend += 1;
    } else if (event.event === 'retrying_after_backoff' && event.fields['copy'] !== true) {
      const delayMs = event.fields['delay_ms'];
      if (typeof delayMs === 'number') entry.announcedRetry = { at: event.at, delayMs };
    } else if (event.event === 'send_refused') {
      entry.refusals += 1;
      entry.refusedHere = { count: (entry.refusedHere?.count ?? 0) + 1, at: event.at };
    } else if (event.event === 'retry_refused') {
      entry.retryRefused = true;
    }
    this.#touch(book, entry, event.at);
  }

  #said(book: DeviceBook, entry: EntryState, word: FinalState, at: number): void {
    if (entry.word === null) {
      entry.word = word;
      entry.wordBoot = book.boot;
      this.#end(entry, at);
      return;
    }
    // A device that crashes before it has synced "done" sends the reading again. Whatever becomes of that (a 409, or
    // no answer at all), the reading was delivered: no contradiction, and the first end stands.
    const rebooted = entry.revived ? book.boot > 0 : book.boot > entry.wordBoot;
    if (entry.word === word || (rebooted && isDone(entry.word))) return;
    this.conflict = { kind: 'second-end', first: entry.word, second: word };
  }

  #end(entry: EntryState, at: number): void {
    if (entry.endedAt !== null || entry.revived) return;
    entry.endedAt = at;
    this.ended = entry;
  }

  #sent(event: On<'attempt_sent'>): void {
    if (event.reading === null || event.reading < 0) return;
    const book = this.#book(event.device);
    let entry = book.entryFor(event.reading);
    if (event.timestamp !== null) entry = this.#tie(book, entry, event.timestamp);
    entry.send(event.attempt, event.at, book.boot);
    this.current = entry;
  }

  #tie(book: DeviceBook, entry: EntryState, timestamp: string): EntryState {
    const birth = book.untied.size === 0 ? undefined : book.untied.get(timestamp);
    if (birth !== undefined) {
      book.untied.delete(timestamp);
      return this.#give(book, entry, birth);
    }
    if (entry.timestamp === null) {
      if (entry.revived) return entry;
      entry.timestamp = timestamp;
      book.unborn.set(timestamp, entry);
    } else if (entry.timestamp !== timestamp) {
      this.conflict = { kind: 'second-timestamp', first: entry.timestamp, second: timestamp };
    }
    return entry;
  }

  #stored(event: On<'reading_stored'>): void {
    const book = this.#book(event.device);
    const entry = book.entryFor(event.reading);
    book.stored.add(event.reading);
    entry.storedTimes += 1;
    if (entry.storedTimes === 1) entry.firstStoredAt = event.at;
    else this.#takenAgain(book, entry);
    this.#touch(book, entry, event.at);
  }

  #takenAgain(book: DeviceBook, entry: EntryState): void {
    book.duplicated.add(entry.reading);
    if (entry.storedTimes > 1) book.storedTwice.add(entry.reading);
  }

  #copyAnnounced(event: On<'fault_injected'>): void {
    const entry = this.#known(event.device, event.reading);
    if (entry === undefined) return;
    const record = entry.attemptAt(event.attempt);
    if (record !== undefined) record.copiesOnWire += 1;
    this.current = entry;
  }

  #delivered(event: On<'request_delivered'>): void {
    const entry = this.#known(event.device, event.reading);
    if (entry === undefined) return;
    this.current = entry;
    const record = entry.attemptAt(event.attempt);
    if (record === undefined) return;
    if (event.copy > 0) {
      record.copiesOnWire = Math.max(0, record.copiesOnWire - 1);
      record.copiesAtEdge += 1;
      return;
    }
    record.requestOnWire = false;
    record.atEdge = true;
  }

  #answered(event: On<'request_answered'>): void {
    const entry = this.#known(event.device, event.reading);
    if (entry === undefined) return;
    const book = this.#book(event.device);
    if (event.source === 'edge' && (is2xx(event.status) || event.status === 409)) {
      entry.takenTimes += 1;
      if (entry.takenTimes > 1 || event.status === 409) this.#takenAgain(book, entry);
    }
    const record = entry.attemptAt(event.attempt);
    if (record !== undefined) {
      if (event.copy === 0) {
        record.requestOnWire = false;
        record.atEdge = false;
        record.answerOnWire = !record.broken;
      } else if (record.copiesAtEdge > 0) {
        record.copiesAtEdge -= 1;
      } else {
        // Answered in front of the edge: it was never delivered.
        record.copiesOnWire = Math.max(0, record.copiesOnWire - 1);
      }
      entry.tidy();
    }
    this.#touch(book, entry, event.at);
  }

  /** Everything that happens to one attempt between the client and the edge. */
  #moved(
    event: On<
      | 'attempt_refused'
      | 'request_lost'
      | 'copy_lost'
      | 'attempt_reset'
      | 'answer_lost'
      | 'answer_delivered'
      | 'answer_late'
      | 'attempt_abandoned'
    >,
  ): void {
    const entry = this.#known(event.device, event.reading);
    if (entry === undefined) return;
    const record = entry.attemptAt(event.attempt);
    const copy = record?.copy === true;
    let how: AttemptEnding['how'] | null = null;
    switch (event.kind) {
      case 'attempt_refused':
        record?.close();
        how = 'refused';
        break;
      case 'request_lost':
        if (record !== undefined) {
          record.requestOnWire = false;
          record.copiesOnWire = 0;
        }
        break;
      case 'copy_lost':
        if (record !== undefined) record.copiesOnWire = Math.max(0, record.copiesOnWire - 1);
        break;
      case 'attempt_reset':
        if (record !== undefined) {
          record.broken = true;
          record.clientWaits = false;
          record.answerOnWire = false;
          record.requestOnWire = false;
          // A copy is made of a request that got through.
          if (!event.processed) record.copiesOnWire = 0;
        }
        how = 'reset';
        break;
      case 'answer_lost':
      case 'answer_late':
        if (record !== undefined) {
          record.requestOnWire = false;
          record.answerOnWire = false;
        }
        break;
      case 'answer_delivered':
        record?.close();
        how = 'answered';
        entry.hear(event.status);
        if (!copy) this.#heard(entry, event);
        break;
      case 'attempt_abandoned':
        if (record !== undefined) record.clientWaits = false;
        how = 'abandoned';
        break;
    }
    if (how !== null && !copy) {
      const answer = event.kind === 'answer_delivered' ? event : null;
      entry.lastEnding = {
        at: event.at,
        sentAt: record?.sentAt ?? null,
        attempt: event.attempt,
        how,
        status: answer?.status ?? null,
        retryAfterMs: answer?.retryAfterMs ?? null,
      };
    }
    entry.tidy();
    this.#touch(this.#book(event.device), entry, event.at);
  }

  #heard(entry: EntryState, event: On<'answer_delivered'>): void {
    if (entry.answer !== null) return;
    entry.answer = endByAnswer(event.status, event.echoed, this.#options.acknowledge);
    if (entry.answer !== null && this.#options.foreignDevice) this.#end(entry, event.at);
  }

  #known(device: string, reading: number | null): EntryState | undefined {
    if (reading === null) return undefined;
    return this.#books.get(device)?.entries.get(reading);
  }

  #touch(book: DeviceBook, entry: EntryState, at: number): void {
    this.current = entry;
    this.#considerRetiring(book, entry, at);
  }

  /** It has its end and will get no other. */
  #isFinal(book: DeviceBook, entry: EntryState): boolean {
    if (this.#options.storedAtEnd || (entry.bornAt === null && !entry.revived)) return false;
    if (entry.word !== null) return true;
    return this.#options.foreignDevice && !book.speaks && entry.answer !== null;
  }

  #considerRetiring(book: DeviceBook, entry: EntryState, at: number): void {
    if (entry.retiring || !this.#isFinal(book, entry)) return;
    if (entry.inFlight) {
      if (!entry.inFlightForSure && !entry.lingering) {
        entry.lingering = true;
        this.#lingering.push(entry, at);
      }
      return;
    }
    entry.retiring = true;
    this.#retiring.push(entry);
    this.#retiringAt = at;
  }

  #retire(): void {
    for (const entry of this.#retiring) {
      entry.retiring = false;
      // A later event of the same instant may have set it in motion again.
      if (!entry.inFlight) this.#letGo(entry);
    }
    this.#retiring = [];
  }

  #stopLingering(at: number): void {
    for (const entry of this.#lingering.takeDue(at)) {
      entry.lingering = false;
      if (!entry.inFlightForSure) this.#letGo(entry);
    }
  }

  #letGo(entry: EntryState): void {
    const book = this.#book(entry.device);
    const end = entry.word ?? entry.answer;
    // Another may stand in its place by now.
    if (end === null || book.entries.get(entry.reading) !== entry) return;
    book.letGo(entry, end);
    if (!entry.revived) this.#close({ entry, end });
  }

  #close(closed: ClosedReading): void {
    this.#ends[closed.end] += 1;
    if (closed.entry.attempts > 0) this.#attempted += 1;
    if (closed.entry.storedTimes > 0 && !isDone(closed.end)) this.#storedUnacknowledged += 1;
    for (const listener of this.#listeners) listener(closed);
  }
}
