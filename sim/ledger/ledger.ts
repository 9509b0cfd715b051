import type { EventOf, TraceEvent } from '../trace/event.ts';
import type { AnswerRule } from './answer.ts';
import { AttemptSteps } from './attempt-steps.ts';
import { closeBook } from './close-book.ts';
import { ClosedReadings } from './closed-readings.ts';
import type { FinalState } from './final-state.ts';
import { LedgerBooks } from './ledger-books.ts';
import { LedgerNotices } from './ledger-notices.ts';
import type { LedgerSummary, StoredBy } from './ledger-summary.ts';
import type { ClosedReading, Conflict, ConflictListener, EndListener, LedgerView } from './ledger-view.ts';
import { LettingGo } from './letting-go.ts';
import { ReadingBirths } from './reading-births.ts';
import type { EntryState, ReadingEntry } from './reading-entry.ts';
import { SaidByDevice } from './said-by-device.ts';
import { StoredReadings } from './stored-readings.ts';

const OLD_COPY = 'device.oldCopy';

export interface LedgerOptions {
  readonly answers: AnswerRule;
  /** A device that is not ours may say nothing: then the answers it got tell how its readings ended. */
  readonly foreignDevice: boolean;
  readonly foreignEdge: boolean;
  /** The edge lists what it stored only when the run ends: no entry may be let go before that. */
  readonly storedAtEnd: boolean;
  /** Whether the edge says what it stored. One that does not is taken at its answers: see `StoredBy`. */
  readonly edgeTellsStored: boolean;
}

/** Follows each reading from birth to its one end: the books, and whom an event concerns. */
export class Ledger implements LedgerView {
  lastAt = 0;
  closedAtEnd: readonly ClosedReading[] = [];
  unexpected: readonly ReadingEntry[] = [];
  summary: LedgerSummary | null = null;
  readonly answers: AnswerRule;
  readonly #options: LedgerOptions;
  /** When the disks were as their old copies are. */
  #copiedAt = 0;
  readonly #books = new LedgerBooks();
  readonly #notices = new LedgerNotices();
  readonly #closed = new ClosedReadings();
  readonly #births = new ReadingBirths(this.#books, this.#notices, this.#closed);
  readonly #device = new SaidByDevice(this.#books, this.#notices, this.#births);
  readonly #stored = new StoredReadings(this.#books, this.#notices, this.#births);
  readonly #attempts: AttemptSteps;
  readonly #lettingGo: LettingGo;

  constructor(options: LedgerOptions) {
    const { answers, foreignDevice, storedAtEnd } = options;
    this.#closed.onClosed((closed) => this.#closedUnder(closed));
    this.#options = options;
    this.answers = answers;
    this.#attempts = new AttemptSteps({
      books: this.#books,
      births: this.#births,
      notices: this.#notices,
      answers,
      foreignDevice,
    });
    this.#lettingGo = new LettingGo({ closed: this.#closed, storedAtEnd, foreignDevice });
  }

  get ended(): ReadingEntry | null {
    return this.#notices.ended;
  }

  get conflict(): Conflict | null {
    return this.#notices.conflict;
  }

  /** Calls `listener` once for each generated reading, when it is let go or the run ends. */
  onClosed(listener: (closed: ClosedReading) => void): void {
    this.#closed.onClosed(listener);
  }

  onEnded(listener: EndListener): void {
    this.#notices.onEnded(listener);
  }

  onConflict(listener: ConflictListener): void {
    this.#notices.onConflict(listener);
  }

  /** Calls `listener` with each reading that is stored for the first time. */
  onFirstStored(listener: EndListener): void {
    this.#notices.onFirstStored(listener);
  }

  get storedBy(): StoredBy {
    return this.#options.edgeTellsStored ? 'word' : 'answers';
  }

  isStored(device: string, reading: number): boolean {
    return this.#books.of(device).stored.has(reading);
  }

  wordOf(device: string, reading: number): FinalState | null {
    const book = this.#books.find(device);
    if (book === undefined || !book.speaks) return null;
    const entry = book.entries.get(reading);
    return entry === undefined ? book.endOf(reading) : entry.word;
  }

  acknowledgedAt(device: string): number {
    return this.#books.find(device)?.acknowledgedAt ?? Number.NEGATIVE_INFINITY;
  }

  mayComeBack(device: string, reading: number): boolean {
    return this.#books.find(device)?.mayComeBack.has(reading) ?? false;
  }

  hasOldCopy(device: string): boolean {
    return this.#books.find(device)?.hasOldCopy ?? false;
  }

  bootOf(device: string): number {
    return this.#books.find(device)?.boot ?? 0;
  }

  find(device: string, reading: number): ReadingEntry | undefined {
    return this.#books.find(device)?.entries.get(reading);
  }

  *openEntries(): Generator<ReadingEntry> {
    for (const book of this.#books.all()) yield* book.entries.values();
  }

  /** That were answered as done, and are not in the store as far as the edge has told. */
  *doneAndNotStored(): Generator<ReadingEntry> {
    for (const entry of this.openEntries()) {
      if (entry.heardDone && !this.isStored(entry.device, entry.reading)) yield entry;
    }
  }

  hasOpenReadings(device: string): boolean {
    return this.#books.find(device)?.hasOpen ?? false;
  }

  /** Readings that were born and have not come to an end. */
  get openReadings(): number {
    return this.#books.openReadings;
  }

  /** Every reading that was born has come to its end. */
  allEnded(): boolean {
    return this.#books.openReadings === 0;
  }

  /** The entry that the event is about; null when it is about no reading, or about one long gone. */
  observe(event: TraceEvent): ReadingEntry | null {
    const { at } = event;
    this.lastAt = at;
    this.#notices.clear();
    this.#lettingGo.reach(at);
    switch (event.kind) {
      case 'reading_recorded':
        return this.#moved(this.#births.recorded(event), at);
      case 'device_logged':
        return this.#moved(this.#device.logged(event), at);
      case 'attempt_sent':
        return this.#attempts.sent(event);
      case 'reading_stored':
        return this.#moved(this.#stored.told(event), at);
      case 'request_delivered':
        return this.#attempts.delivered(event);
      case 'request_answered':
        return this.#moved(this.#answered(event), at);
      case 'answer_delivered':
        return this.#moved(this.#attempts.answerDelivered(event), at);
      case 'answer_begun':
        return this.#moved(this.#attempts.answerBegun(event), at);
      case 'attempt_abandoned':
        return this.#moved(this.#attempts.abandoned(event), at);
      case 'redirect_followed':
        return this.#attempts.redirected(event);
      case 'credentials_renewed':
        return this.#attempts.authorized(event);
      case 'request_lost':
        return this.#moved(this.#attempts.requestLost(event), at);
      case 'answer_lost':
      case 'answer_late':
        return this.#moved(this.#attempts.answerGone(event), at);
      case 'copy_lost':
        return this.#moved(this.#attempts.copyLost(event), at);
      case 'attempt_refused':
        return this.#moved(this.#attempts.refused(event), at);
      case 'attempt_reset':
        return this.#moved(this.#attempts.reset(event), at);
      case 'client_gone':
      case 'request_begun':
      case 'request_stuck':
        // Whatever the edge makes of that: it may work on.
        return this.#books.known(event.device, event.reading);
      case 'fault_injected':
        return this.#injected(event);
      case 'recording_cut':
        this.#births.cut(event);
        return null;
      case 'edge_crashed':
        for (const book of this.#books.all()) {
          for (const entry of book.entries.values()) {
            entry.edgeCrashed(event.instance);
            this.#lettingGo.consider(entry, at);
          }
        }
        return null;
      case 'device_crashed':
        this.#births.crashed(this.#books.of(event.device), at);
        for (const entry of this.#books.of(event.device).entries.values()) {
          entry.deviceCrashed();
          this.#lettingGo.consider(entry, at);
        }
        return null;
      case 'device_started':
        this.#books.of(event.device).boot = event.boot;
        return null;
      case 'device_stopped':
        this.#books.of(event.device).pending = event.pending === null ? null : new Set(event.pending);
        return null;
      case 'window_opened':
        if (event.faults.includes(OLD_COPY)) this.#copiedAt = at;
        return null;
      case 'phase_started':
      case 'window_closed':
      case 'edge_started':
      case 'sample_skipped':
      case 'edge_logged':
      case 'metrics_read':
      case 'holdings_read':
      case 'outbox_read':
      case 'batch_sent':
      case 'reading_named':
      case 'other_acknowledged':
        return null;
    }
  }

  #moved(entry: EntryState | null, at: number): EntryState | null {
    if (entry !== null) this.#lettingGo.consider(entry, at);
    return entry;
  }

  /** Where the edge does not say what it stored, its answers do. */
  #answered(event: EventOf<'request_answered'>): EntryState | null {
    const { at, status, source } = event;
    const entry = this.#attempts.answered(event);
    if (entry !== null && source === 'edge' && !this.#options.edgeTellsStored)
      this.#stored.byAnswer(entry, status, at, this.answers);
    return entry;
  }

  #injected({ at, device, reading, attempt, fault }: EventOf<'fault_injected'>): EntryState | null {
    switch (fault) {
      case 'network.duplicate': {
        const entry = this.#books.known(device, reading);
        const record = entry?.attemptAt(attempt);
        if (record !== undefined) record.copiesOnWire += 1;
        return entry;
      }
      case 'network.corrupt':
        this.#books.known(device, reading)?.markUnsound(attempt);
        return null;
      case 'device.drop':
        return this.#births.lostBeforeTheDevice(this.#books.of(device), at);
      case 'device.duplicate': {
        const entry = reading === null ? null : this.#books.of(device).entryFor(reading);
        if (entry !== null) entry.copiesToSend += 1;
        return entry;
      }
      case 'device.disk':
        this.#books.of(device).diskFailed(at);
        return null;
      case 'device.damage':
        this.#books.of(device).wasDamaged = true;
        return null;
      case OLD_COPY:
        this.#births.rolledBack(this.#books.of(device), this.#copiedAt, at);
        return null;
      case 'device.invalid':
        if (reading !== null) this.#books.of(device).spoil(reading);
        return null;
      default:
        return null;
    }
  }

  /**
   * A number that an old copy has brought back may be given out again: nothing on the disk tells. But an edge may, and then the
   * reading must not be given up for it. Ours knows how our own edge says so, and not how others do.
   */
  #closedUnder({ entry, end }: ClosedReading): void {
    const { numberFromOldCopy, spoilt, timestamp, bornAt } = entry;
    const { foreignDevice, foreignEdge } = this.#options;
    if (end !== 'rejected' || !numberFromOldCopy || spoilt || timestamp === null) return;
    if (foreignDevice || !foreignEdge)
      this.#notices.contradicts({ kind: 'number-reused', timestamp }, entry, bornAt ?? this.lastAt);
  }

  /** Closes what is still open. Call once, after the last event. */
  conclude(): LedgerSummary {
    this.#notices.clear();
    this.#lettingGo.retire();
    const closed: ClosedReading[] = [];
    const unexpected: ReadingEntry[] = [];
    let stored = 0;
    let duplicated = 0;
    let storedTwice = 0;
    for (const book of this.#books.all()) {
      const rest = closeBook(book);
      for (const one of rest.closed) this.#closed.add(one);
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
      generated: this.#births.generated,
      attempted: this.#closed.attempted,
      ends: { ...this.#closed.ends },
      storedBy: this.storedBy,
      stored,
      storedUnacknowledged: this.#closed.storedUnacknowledged,
      reachedAgain: duplicated,
      deduplicated: told ? duplicated - storedTwice : null,
      acceptedTwice: told ? storedTwice : null,
      unexpected: unexpected.length,
    };
    return this.summary;
  }
}
