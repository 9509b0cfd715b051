import { saysParked, wordOf } from '../trace/device-words.ts';
import type { EventOf, TraceEvent } from '../trace/event.ts';
import { endByAnswer } from './answer.ts';
import type { AnswerRule } from './answer.ts';
import type { AttemptEnding, AttemptState } from './attempt-record.ts';
import { bornAs, closeBook } from './close-book.ts';
import type { OpenCount, UntiedBirth } from './device-book.ts';
import { DeviceBook } from './device-book.ts';
import type { FinalState } from './final-state.ts';
import { isDone } from './final-state.ts';
import type { ClosedReading, Conflict, ConflictListener, EndListener, LedgerView } from './ledger-view.ts';
import type { LedgerSummary, StoredBy } from './ledger-summary.ts';
import { LingerQueue } from './linger-queue.ts';
import type { EntryState, ReadingEntry } from './reading-entry.ts';
import { isSetRight } from './set-right.ts';

export interface LedgerOptions {
  readonly answers: AnswerRule;
  /** A device that is not ours may say nothing: then the answers it got tell how its readings ended. */
  readonly foreignDevice: boolean;
  /** The edge lists what it stored only when the run ends: no entry may be let go before that. */
  readonly storedAtEnd: boolean;
  /** Whether the edge says what it stored. One that does not is taken at its answers: see `StoredBy`. */
  readonly edgeTellsStored: boolean;
}

/**
 * Not every flight ends in an event: nobody tells what becomes of a request or an answer whose client has given up.
 * An entry that has its end is let go after this long although such a flight seems open. What may come of it later
 * is still recognised as a second time, only the time of the first is not known then.
 */
const LINGER_US = 600_000_000;

function noEnds(): Record<FinalState, number> {
  return {
    acknowledged: 0,
    'duplicate-acknowledged': 0,
    dropped: 0,
    rejected: 0,
    exhausted: 0,
    overflowed: 0,
    pending: 0,
    parked: 0,
    lost: 0,
    untied: 0,
  };
}

/**
 * Follows each reading from birth to its one end. An entry is let go as soon as virtual time has moved past the
 * instant at which it had its end and nothing of it was under way; so memory is that of the readings in motion.
 *
 * Longer than 300 lines, because the steps for all kinds of events change one state and are read together.
 */
export class Ledger implements LedgerView {
  lastAt = 0;
  ended: ReadingEntry | null = null;
  conflict: Conflict | null = null;
  closedAtEnd: readonly ClosedReading[] = [];
  unexpected: readonly ReadingEntry[] = [];
  summary: LedgerSummary | null = null;
  readonly answers: AnswerRule;
  readonly #options: LedgerOptions;
  readonly #books = new Map<string, DeviceBook>();
  #lastBook: DeviceBook | null = null;
  readonly #closeListeners: ((closed: ClosedReading) => void)[] = [];
  readonly #endListeners: EndListener[] = [];
  readonly #conflictListeners: ConflictListener[] = [];
  readonly #storedListeners: EndListener[] = [];
  readonly #ends = noEnds();
  readonly #fleet: OpenCount = { open: 0 };
  #retiring: EntryState[] = [];
  #retiringAt = 0;
  readonly #lingering = new LingerQueue<EntryState>(LINGER_US);
  #generated = 0;
  #attempted = 0;
  #storedUnacknowledged = 0;

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.answers = options.answers;
  }

  /** Calls `listener` once for each generated reading, when it is let go or the run ends. */
  onClosed(listener: (closed: ClosedReading) => void): void {
    this.#closeListeners.push(listener);
  }

  onEnded(listener: EndListener): void {
    this.#endListeners.push(listener);
  }

  onConflict(listener: ConflictListener): void {
    this.#conflictListeners.push(listener);
  }

  /** Calls `listener` with each reading that is stored for the first time. */
  onFirstStored(listener: EndListener): void {
    this.#storedListeners.push(listener);
  }

  get storedBy(): StoredBy {
    return this.#options.edgeTellsStored ? 'word' : 'answers';
  }

  isStored(device: string, reading: number): boolean {
    return this.#book(device).stored.has(reading);
  }

  wordOf(device: string, reading: number): FinalState | null {
    const book = this.#books.get(device);
    if (book === undefined || !book.speaks) return null;
    const entry = book.entries.get(reading);
    return entry === undefined ? book.endOf(reading) : entry.word;
  }

  acknowledgedAt(device: string): number {
    return this.#books.get(device)?.acknowledgedAt ?? Number.NEGATIVE_INFINITY;
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
    return this.#books.get(device)?.hasOpen ?? false;
  }

  /** Readings that were born and have not come to an end. */
  get openReadings(): number {
    return this.#fleet.open;
  }

  /** Every reading that was born has come to its end. */
  allEnded(): boolean {
    return this.#fleet.open === 0;
  }

  /** The entry that the event is about; null when it is about no reading, or about one long gone. */
  observe(event: TraceEvent): ReadingEntry | null {
    const { at } = event;
    this.lastAt = at;
    this.ended = null;
    this.conflict = null;
    if (this.#retiring.length > 0 && at > this.#retiringAt) this.#retire();
    if (this.#lingering.isDue(at)) this.#stopLingering(at);
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
      case 'answer_delivered':
        return this.#answerDelivered(event);
      case 'attempt_abandoned':
        return this.#abandoned(event);
      case 'redirect_followed':
        return this.#redirected(event);
      case 'request_lost':
        return this.#requestLost(event);
      case 'answer_lost':
      case 'answer_late':
        return this.#answerGone(event);
      case 'copy_lost':
        return this.#copyLost(event);
      case 'attempt_refused':
        return this.#refused(event);
      case 'attempt_reset':
        return this.#reset(event);
      case 'client_gone':
        // Whatever the edge makes of that: it may work on.
        return this.#known(event.device, event.reading);
      case 'fault_injected':
        return this.#injected(event);
      case 'recording_cut': {
        const { reading, timestamp, values } = event;
        this.#book(event.device).mayBeBorn({ at, reading, timestamp, values });
        return null;
      }
      case 'edge_crashed':
        for (const book of this.#books.values()) {
          for (const entry of book.entries.values()) {
            entry.edgeCrashed();
            this.#considerRetiring(entry, at);
          }
        }
        return null;
      case 'device_crashed':
        for (const entry of this.#book(event.device).entries.values()) {
          entry.deviceCrashed();
          this.#considerRetiring(entry, at);
        }
        return null;
      case 'device_started':
        this.#book(event.device).boot = event.boot;
        return null;
      case 'device_stopped':
        this.#book(event.device).pending = event.pending === null ? null : new Set(event.pending);
        return null;
      case 'phase_started':
      case 'window_opened':
      case 'window_closed':
      case 'edge_started':
      case 'sample_skipped':
      case 'edge_logged':
      case 'metrics_read':
      case 'holdings_read':
      case 'outbox_read':
      case 'batch_sent':
      case 'reading_named':
        return null;
    }
  }

  /** Closes what is still open. Call once, after the last event. */
  conclude(): LedgerSummary {
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
      duplicated += book.duplicated;
      storedTwice += book.storedTwice;
    }
    this.closedAtEnd = closed;
    this.unexpected = unexpected;
    const told = this.#options.edgeTellsStored;
    this.summary = {
      generated: this.#generated,
      attempted: this.#attempted,
      ends: { ...this.#ends },
      storedBy: this.storedBy,
      stored,
      storedUnacknowledged: this.#storedUnacknowledged,
      reachedAgain: duplicated,
      deduplicated: told ? duplicated - storedTwice : null,
      acceptedTwice: told ? storedTwice : null,
      unexpected: unexpected.length,
    };
    return this.summary;
  }

  /** Events come in bursts: the device is mostly that of the event before. */
  #book(device: string): DeviceBook {
    if (this.#lastBook?.device === device) return this.#lastBook;
    let book = this.#books.get(device);
    if (book === undefined) {
      book = new DeviceBook(device, this.#fleet);
      this.#books.set(device, book);
    }
    this.#lastBook = book;
    return book;
  }

  #known(device: string, reading: number | null): EntryState | null {
    return reading === null ? null : (this.#book(device).entries.get(reading) ?? null);
  }

  #contradicts(conflict: Conflict, entry: EntryState, at: number): void {
    this.conflict = conflict;
    for (const listener of this.#conflictListeners) listener(conflict, entry, at);
  }

  #recorded({ at, device, reading, timestamp, values }: EventOf<'reading_recorded'>): EntryState | null {
    this.#generated += 1;
    const book = this.#book(device);
    const birth = { at, timestamp, values };
    if (reading !== null) return this.#give(book, book.entryFor(reading), birth, at);
    const sent = book.unborn(timestamp);
    if (sent !== undefined) return this.#give(book, sent, birth, at);
    book.awaitNumber(birth);
    return null;
  }

  /** Gives an entry its birth; an entry that has one already shows that its number was used for two readings. */
  #give(book: DeviceBook, entry: EntryState, birth: UntiedBirth, at: number): EntryState {
    let born = entry;
    if (entry.bornAt !== null || entry.revived) {
      if (entry.bornAt !== null) this.#close({ entry, end: entry.word ?? entry.answer ?? 'lost' });
      born = book.replace(entry.reading);
      this.#contradicts({ kind: 'number-reused', timestamp: birth.timestamp }, born, at);
    } else if (entry.timestamp !== null && entry.timestamp !== birth.timestamp) {
      const conflict = { kind: 'second-timestamp', first: entry.timestamp, second: birth.timestamp } as const;
      this.#contradicts(conflict, entry, at);
    }
    if (born.timestamp !== null) book.born(born.timestamp);
    born.bornAt = birth.at;
    born.timestamp = birth.timestamp;
    born.values = birth.values;
    return this.#touch(born, birth.at);
  }

  #logged({ at, device, reading, event: name, fields }: EventOf<'device_logged'>): EntryState | null {
    if (reading === null || reading < 0) return null;
    const book = this.#book(device);
    const word = wordOf(name, fields['copy']);
    if (name === 'invalid_triggered') book.spoil(reading);
    const parks = saysParked(name, fields['copy']);
    // Only these may speak of a reading that was let go; others would bring it back for nothing.
    const speaks = word !== null || parks || name === 'duplicate_triggered';
    const entry = speaks ? book.entryFor(reading) : book.entries.get(reading);
    if (entry === undefined) return null;
    if (word !== null) {
      book.speaks = true;
      this.#said(entry, word, at);
    } else if (parks) {
      this.#parked(entry, at);
    } else if (name === 'duplicate_triggered') {
      entry.copiesToSend += 1;
    } else if (name === 'retrying_after_backoff' && fields['copy'] !== true) {
      const delayMs = fields['delay_ms'];
      if (typeof delayMs === 'number') entry.announcedRetry = { at, delayMs };
    } else if (name === 'send_refused') {
      entry.refusals += 1;
      entry.refusedHere = { count: (entry.refusedHere?.count ?? 0) + 1, at };
    } else if (name === 'retry_refused') {
      entry.retryRefused = true;
    }
    return this.#touch(entry, at);
  }

  #said(entry: EntryState, word: FinalState, at: number): void {
    const { book } = entry;
    entry.endBoot = book.boot;
    if (entry.word === null) {
      entry.word = word;
      entry.wordBoot = book.boot;
      this.#end(entry, at);
      return;
    }
    // A device that crashes before it has synced "done" sends the reading again. Whatever becomes of that (a 409, or
    // no answer at all), the reading was delivered: no contradiction, and the first end stands.
    if (entry.word === word || (isDone(entry.word) && this.#rebootedSince(entry))) return;
    this.#contradicts({ kind: 'second-end', first: entry.word, second: word }, entry, at);
  }

  /** The device has booted since it said how the reading ended. */
  #rebootedSince({ book, revived, wordBoot }: EntryState): boolean {
    return revived ? book.boot > 0 : book.boot > wordBoot;
  }

  /** Set aside is no end, and what has one is not set aside. */
  #parked(entry: EntryState, at: number): void {
    const { word } = entry;
    if (word === null) entry.park(at);
    else if (!isDone(word) || !this.#rebootedSince(entry))
      this.#contradicts({ kind: 'second-end', first: word, second: 'parked' }, entry, at);
  }

  #end(entry: EntryState, at: number): void {
    if (entry.endedAt !== null || entry.revived) return;
    entry.book.end(entry, at);
    this.ended = entry;
    for (const listener of this.#endListeners) listener(entry, at);
  }

  #sent({ at, device, reading, attempt, timestamp }: EventOf<'attempt_sent'>): EntryState | null {
    const book = this.#book(device);
    if (reading === null || reading < 0) {
      book.nameless += 1;
      return null;
    }
    let entry = book.entryFor(reading);
    const cut = entry.bornAt === null ? book.takeCut(reading, timestamp) : undefined;
    if (cut !== undefined) {
      this.#generated += 1;
      entry = this.#give(book, entry, cut, at);
    } else if (timestamp !== null) entry = this.#tie(book, entry, timestamp, at);
    entry.send(attempt, at, book.boot);
    if (timestamp === null) entry.markUnsound(attempt);
    return entry;
  }

  #redirected({ device, reading }: EventOf<'redirect_followed'>): EntryState | null {
    const entry = this.#known(device, reading);
    if (entry !== null) entry.followsRedirect = true;
    return entry;
  }

  #tie(book: DeviceBook, entry: EntryState, timestamp: string, at: number): EntryState {
    // Another birth of the same instant waits for a number of its own.
    if (entry.timestamp === timestamp) return entry;
    const birth = book.takeUntied(timestamp);
    if (birth !== undefined) return this.#give(book, entry, birth, at);
    if (entry.timestamp === null) {
      if (entry.revived) return entry;
      entry.timestamp = timestamp;
      book.awaitBirth(timestamp, entry);
    } else if (isSetRight(entry, timestamp)) entry.timestamp = timestamp;
    else {
      const conflict = { kind: 'second-timestamp', first: entry.timestamp, second: timestamp } as const;
      this.#contradicts(conflict, entry, at);
    }
    return entry;
  }

  #stored({ at, device, reading, timestamp }: EventOf<'reading_stored'>): EntryState {
    const book = this.#book(device);
    const named = book.entryFor(reading);
    // Where requests do not tell it, the store may be the first to say which reading has this number.
    const isFirst = book.nameless > 0 && named.bornAt === null && !named.revived;
    const entry = isFirst ? this.#tie(book, named, timestamp, at) : named;
    if (entry.storedTimes === 0) {
      this.#storedFirst(entry, at);
    } else {
      entry.storedTimes += 1;
      book.takenAgain(entry);
    }
    return this.#touch(entry, at);
  }

  #storedFirst(entry: EntryState, at: number): void {
    entry.book.stored.add(entry.reading);
    entry.storedTimes = 1;
    entry.firstStoredAt = at;
    for (const listener of this.#storedListeners) listener(entry, at);
  }

  /** Once only: whether it was stored again, no answer tells. */
  #storedByAnswer(entry: EntryState, status: number, at: number): void {
    if (entry.storedTimes > 0) return;
    // A 409 for what cannot have been stored is false, and `duplicates-are-true` says so.
    const { words } = this.answers;
    const isKnown = words.isDuplicate(status) && entry.mayBeStoredTimes > 0;
    if (words.accepts(status) || isKnown) this.#storedFirst(entry, at);
  }

  #injected({ at, device, reading, attempt, fault }: EventOf<'fault_injected'>): EntryState | null {
    switch (fault) {
      case 'network.duplicate': {
        const entry = this.#known(device, reading);
        const record = entry?.attemptAt(attempt);
        if (record !== undefined) record.copiesOnWire += 1;
        return entry;
      }
      case 'network.corrupt':
        this.#known(device, reading)?.markUnsound(attempt);
        return null;
      case 'device.drop':
        return this.#lostBeforeTheDevice(this.#book(device), at);
      case 'device.duplicate': {
        const entry = reading === null ? null : this.#book(device).entryFor(reading);
        if (entry !== null) entry.copiesToSend += 1;
        return entry;
      }
      case 'device.invalid':
        if (reading !== null) this.#book(device).spoil(reading);
        return null;
      default:
        return null;
    }
  }

  /** The machine lost the reading that was just born: the device never hears of it. */
  #lostBeforeTheDevice(book: DeviceBook, at: number): EntryState | null {
    const birth = book.takeYoungest();
    if (birth === undefined) return null;
    const entry = bornAs(book, birth, -1, at);
    entry.word = 'dropped';
    this.ended = entry;
    for (const listener of this.#endListeners) listener(entry, at);
    this.#close({ entry, end: 'dropped' });
    return entry;
  }

  #delivered({ device, reading, attempt, copy }: EventOf<'request_delivered'>): EntryState | null {
    const entry = this.#known(device, reading);
    if (entry === null) return null;
    entry.mayBeStoredTimes += 1;
    entry.attemptAt(attempt)?.delivered(copy);
    return entry;
  }

  #answered(event: EventOf<'request_answered'>): EntryState | null {
    const { at, device, reading, attempt, copy, status, source } = event;
    const entry = this.#known(device, reading);
    if (entry === null) return null;
    const { words } = this.answers;
    if (source === 'edge') {
      entry.answeredByEdge(status, words);
      if (!this.#options.edgeTellsStored) this.#storedByAnswer(entry, status, at);
    }
    if (source === 'edge' && words.isDone(status)) {
      entry.takenTimes += 1;
      if (entry.takenTimes > 1 || words.isDuplicate(status)) entry.book.takenAgain(entry);
    }
    const record = entry.attemptAt(attempt);
    if (record !== undefined) {
      record.answered(copy);
      entry.tidy();
    }
    return this.#touch(entry, at);
  }

  #answerDelivered(event: EventOf<'answer_delivered'>): EntryState | null {
    const { at, device, reading, attempt, status, echoed, retryAfterMs } = event;
    const entry = this.#known(device, reading);
    if (entry === null) return null;
    const record = entry.attemptAt(attempt);
    record?.close();
    const { words } = this.answers;
    entry.hear(status, words);
    if (words.isDone(status)) entry.book.acknowledgedAt = at;
    if (record?.copy !== true) {
      const end = endByAnswer(status, echoed, this.answers);
      if (end !== null) entry.endBoot = entry.book.boot;
      if (entry.answer === null) {
        entry.answer = end;
        if (end !== null && this.#options.foreignDevice) this.#end(entry, at);
      }
      const sentAt = record?.sentAt ?? null;
      entry.lastEnding = { at, sentAt, attempt, how: 'answered', status, retryAfterMs };
    }
    return this.#moved(entry, at);
  }

  #abandoned({ at, device, reading, attempt }: EventOf<'attempt_abandoned'>): EntryState | null {
    const entry = this.#known(device, reading);
    if (entry === null) return null;
    const record = entry.attemptAt(attempt);
    if (record !== undefined) record.clientWaits = false;
    return this.#endedUnanswered(entry, record, 'abandoned', attempt, at);
  }

  #refused({ at, device, reading, attempt }: EventOf<'attempt_refused'>): EntryState | null {
    const entry = this.#known(device, reading);
    if (entry === null) return null;
    const record = entry.attemptAt(attempt);
    record?.close();
    return this.#endedUnanswered(entry, record, 'refused', attempt, at);
  }

  #reset(event: EventOf<'attempt_reset'>): EntryState | null {
    const { at, device, reading, attempt, processed, by } = event;
    const entry = this.#known(device, reading);
    if (entry === null) return null;
    const record = entry.attemptAt(attempt);
    record?.reset(processed);
    if (record !== undefined && by === 'edge_closed') record.atEdge = false;
    return this.#endedUnanswered(entry, record, 'reset', attempt, at);
  }

  #requestLost({ at, device, reading, attempt }: EventOf<'request_lost'>): EntryState | null {
    const entry = this.#known(device, reading);
    if (entry === null) return null;
    entry.attemptAt(attempt)?.requestLost();
    return this.#moved(entry, at);
  }

  #answerGone({ at, device, reading, attempt }: EventOf<'answer_lost' | 'answer_late'>): EntryState | null {
    const entry = this.#known(device, reading);
    if (entry === null) return null;
    entry.attemptAt(attempt)?.answerGone();
    return this.#moved(entry, at);
  }

  #copyLost({ at, device, reading, attempt }: EventOf<'copy_lost'>): EntryState | null {
    const entry = this.#known(device, reading);
    if (entry === null) return null;
    entry.attemptAt(attempt)?.copyGone();
    return this.#moved(entry, at);
  }

  /** The client knows that an attempt failed. A copy that it had announced is no attempt of the reading. */
  #endedUnanswered(
    entry: EntryState,
    record: AttemptState | undefined,
    how: AttemptEnding['how'],
    attempt: number,
    at: number,
  ): EntryState {
    if (record?.copy !== true) {
      const sentAt = record?.sentAt ?? null;
      entry.lastEnding = { at, sentAt, attempt, how, status: null, retryAfterMs: null };
    }
    return this.#moved(entry, at);
  }

  /** Something happened to one attempt between the client and the edge. */
  #moved(entry: EntryState, at: number): EntryState {
    entry.tidy();
    return this.#touch(entry, at);
  }

  #touch(entry: EntryState, at: number): EntryState {
    this.#considerRetiring(entry, at);
    return entry;
  }

  /** It has its end and will get no other. */
  #isFinal(entry: EntryState): boolean {
    if (this.#options.storedAtEnd || (entry.bornAt === null && !entry.revived)) return false;
    // A device that forgot the end with its memory begins again: what it does until it tells the end anew is one count.
    if (entry.boot > entry.endBoot) return false;
    if (entry.word !== null) return true;
    return this.#options.foreignDevice && !entry.book.speaks && entry.answer !== null;
  }

  #considerRetiring(entry: EntryState, at: number): void {
    if (entry.retiring || !this.#isFinal(entry)) return;
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
    this.#retiring.length = 0;
  }

  #stopLingering(at: number): void {
    for (const entry of this.#lingering.takeDue(at)) {
      entry.lingering = false;
      if (!entry.inFlightForSure) this.#letGo(entry);
    }
  }

  #letGo(entry: EntryState): void {
    const { book } = entry;
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
    for (const listener of this.#closeListeners) listener(closed);
  }
}
