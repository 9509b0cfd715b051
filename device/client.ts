import { correlationId, invalidMessage, parseRetryAfterMs } from '../protocol/index.ts';
import type { Message, Reading } from '../protocol/index.ts';
import { sayAcknowledged, sayFailed, sayRetrying, saySent } from './attempt-lines.ts';
import { batchOutcome } from './batch-outcomes.ts';
import { classifyAnswer, isNotTheEdge } from './classify-answer.ts';
import type { Verdict } from './classify-answer.ts';
import { ClockWatch } from './clock-watch.ts';
import type { ClockVerdict } from './clock-watch.ts';
import { NO_COUNTS } from './counters.ts';
import type { Counters } from './counters.ts';
import { DeadLetters } from './dead-letters.ts';
import { Entry, Turn } from './entry.ts';
import { invalidKind, isDropped, isDuplicated, jitterDelayMs } from './instabilities.ts';
import { isUsedUp } from './counter-files.ts';
import { Journal, outboxFile } from './journal.ts';
import type { DeadLetter, Ids, Recovered } from './journal.ts';
import { OpenList } from '../lists/open-list.ts';
import type { Listed } from '../lists/open-list.ts';
import { messageText } from './message-text.ts';
import { isHeard } from '../ports/index.ts';
import type {
  Admission,
  AttemptEnd,
  Disk,
  Log,
  LogLevel,
  PlainClock,
  PolicyMemory,
  Random,
  RetryPolicy,
  Send,
  SendOutcome,
  TimerHandle,
} from '../ports/index.ts';
import { isMapping } from '../settings/plain.ts';
import { retryDelay } from './retry-delay.ts';
import type { RetryDelay } from './retry-delay.ts';
import type { BatchSettings, DeviceSettings } from './settings.ts';
import { Unstamped } from './unstamped.ts';

/** What is nearer than this is now: a timer of less may be none, and would be set again and again. */
const CLOCK_STEP_MS = 0.001;

/** What a device is in. Devices may share all of it but `id` and `disk`. */
export interface Surroundings {
  /** Matches `^[A-Za-z0-9._-]{1,64}$`. */
  readonly id: string;
  /** Where readings go, e.g. `http://localhost:8000/ingest`. */
  readonly edgeUrl: string;
  readonly clock: PlainClock;
  readonly random: Random;
  readonly log: Log;
  /** This device's alone. What is synced on it is found again at the next boot. */
  readonly disk: Disk;
}

/** Everything a client works with. */
export interface ClientEnv extends Surroundings {
  readonly send: Send;
  readonly policy: RetryPolicy;
  readonly deadLettersMax: number;
  /** Whether a reading that others than the edge answer is held beyond its retries. */
  readonly holds: boolean;
  /** Called when nothing waits any more and no copy is under way. */
  readonly onIdle: (() => void) | undefined;
}

/** How often a reading is tried that was answered by others than the edge more often than the policy would try. */
const HELD_MS = 30_000;

/** How soon a disk that has failed is tried again, where a reading waits for nothing else. */
const DISK_RETRY_MS = 5_000;

/** One list for all: most readings need no room made. */
const NO_VICTIMS: readonly Entry[] = [];

/**
 * The telemetry client: takes readings, numbers them, keeps them on the disk, and sends each until it has its one end.
 *
 * A state machine driven by calls and callbacks, without promises: each reading in the outbox is in one `EntryPhase`,
 * and a device with an empty outbox holds no timer and no closure. First attempts start in the order of their
 * numbers; a retry queues up behind what became due before it. A reading in backoff holds no place in flight, so one
 * that always fails costs the others a place only while its request is open.
 *
 * One file over 300 lines, because the transitions of one state machine are read together; what can be decided
 * without its state (verdict, delay, chance, layout of the disk) stands in files of its own.
 */
export class Client {
  readonly #env: ClientEnv;
  #settings: DeviceSettings;
  readonly #journal: Journal;
  readonly #outbox = new OpenList<Entry>();
  readonly #due = new OpenList<Turn>();
  /** The copies under way; null before the first. */
  #copies: OpenList<Copy> | null = null;
  /** Null before the first: devices seldom have any. */
  #deadLetters: DeadLetters | null = null;
  /** Readings that are given up, with the letters that there was no room for yet. Null: none. */
  #unburied: { readonly entry: Entry; readonly letter: DeadLetter }[] | null = null;
  #diskTimer: TimerHandle = null;
  readonly #clockWatch = new ClockWatch();
  /** Null: none is held. */
  #unstamped: Unstamped | null = null;
  /** Files of acknowledged readings that were removed since the last sync. */
  #removals = 0;
  /** What the disk said when it last failed; null while it works. */
  #diskFailure: unknown = null;
  readonly #counters = { ...NO_COUNTS };
  readonly #memory: PolicyMemory | null;
  #bootTimer: TimerHandle = null;
  #next: number;
  #inFlight = 0;
  #filling = false;
  /** The policy lets nothing leave: until it wakes the device, or until the timer. */
  #held = false;
  #holdTimer: TimerHandle = null;
  /** While a batch waits for more readings. */
  #lingerTimer: TimerHandle = null;
  /** For policies that hold; made when one is first asked. */
  #wake: (() => void) | null = null;
  /** Samples skipped in this episode of a full outbox; −1 while there is none. */
  #skipped = -1;
  #stopped = false;
  #winding = false;

  constructor(env: ClientEnv, settings: DeviceSettings) {
    this.#env = env;
    this.#settings = settings;
    this.#journal = new Journal(env.disk);
    this.#memory = env.policy.remember?.() ?? null;
    const recovered = this.#journal.recover(env.id, env.clock.now(), settings.firstSequence);
    this.#next = recovered.next;
    if (recovered.deadLetters.length > 0) this.#deadLetters = this.#makeDeadLetters(recovered.deadLetters);
    for (const reading of recovered.readings) {
      this.#enlist(new Entry(reading), null);
      const { message } = reading;
      if (isMapping(message) && typeof message.timestamp === 'string')
        this.#clockWatch.look(message.timestamp);
    }
    this.#counters.recovered = recovered.readings.length;
    this.#say('info', 'device_booted', null, {
      recovered: recovered.readings.length,
      next_sequence_id: recovered.next,
      dead_letters: recovered.deadLetters.length,
    });
    this.#clearUp(recovered);
    // From a timer, so that whoever boots the device has it in hand before its first request leaves.
    if (this.#due.size > 0) this.#bootTimer = env.clock.setTimeout(() => this.#fillPlaces(), 0);
  }

  /**
   * Takes a reading and returns the number it gave it; the reading is on the disk by then, unless it has met its
   * end already (dropped, overflowed).
   * @throws what the disk throws when it cannot keep the reading, which is then not taken.
   * @throws {Error} after `stop`, and when all numbers are used.
   */
  record(reading: Reading): number {
    if (this.#stopped) throw new Error(`Device ${this.#env.id} is stopped and takes no readings.`);
    if (isUsedUp(this.#next)) throw new Error(`Device ${this.#env.id} has used all numbers up.`);
    const { random } = this.#env;
    const settings = this.#settings;
    const sequenceId = this.#next;
    const clockVerdict = this.#clockWatch.look(reading.timestamp);
    // It stays with the reading over all its attempts, and over reboots.
    const id = correlationId(
      random.draw('correlation', sequenceId, 0),
      random.draw('correlation', sequenceId, 1),
    );

    if (isDropped(random, settings, sequenceId)) {
      this.#commitNumber(sequenceId);
      this.#counters.dropped += 1;
      this.#say('warn', 'packet_dropped', { sequenceId, correlationId: id }, {});
      return sequenceId;
    }

    const victims = this.#makeRoom();
    if (victims === null) {
      this.#commitNumber(sequenceId);
      this.#overflowed({ sequenceId, correlationId: id });
      return sequenceId;
    }

    const message: Message = {
      device_id: this.#env.id,
      sequence_id: sequenceId,
      timestamp: reading.timestamp,
      values: reading.values,
    };
    const fault = invalidKind(random, settings, sequenceId);
    const sent = fault === null ? message : invalidMessage(message, fault);
    const body = fault === null ? messageText(message) : JSON.stringify(sent);
    const file = outboxFile(sequenceId);
    const entry = new Entry({ sequenceId, correlationId: id, body, message: sent, file });
    // Before it may be found on the disk: chance makes every reading of this number so.
    if (fault !== null) this.#say('warn', 'invalid_triggered', entry, { fault });
    // What is removed and may be there still must not fill the outbox beyond its limit.
    if (this.#removals > 0 && this.#outbox.size + this.#removals >= settings.outbox.limit) this.#sync();
    this.#journal.saveCounter(sequenceId + 1);
    this.#journal.saveReading(entry, victims);
    if (!this.#sync()) {
      this.#journal.forgetReading(entry);
      throw this.#diskFailure;
    }
    this.#next = sequenceId + 1;
    this.#counters.recorded += 1;

    for (const victim of victims) {
      this.#takeOut(victim);
      this.#journal.forgetReading(victim);
      this.#overflowed(victim);
    }
    // Before the reading that displaced them may go: its file tells that they had their end.
    if (victims.length > 0) this.#sync();
    if (clockVerdict.kind === 'wrong' && fault === null) {
      this.#holdForClock(entry, message, clockVerdict.reason);
      return sequenceId;
    }
    this.#noticeClock(clockVerdict, entry, reading.timestamp);
    this.#enlist(entry, jitterDelayMs(random, settings, sequenceId));
    this.#fillPlaces();
    return sequenceId;
  }

  /** Until the clock is right; it is on the disk meanwhile. Said for each, for each may be what is looked for later. */
  #holdForClock(entry: Entry, message: Message, reason: string): void {
    this.#outbox.add(entry);
    this.#unstamped ??= new Unstamped();
    this.#unstamped.add({ entry, message, monotonicMs: this.#env.clock.monotonic() });
    this.#counters.wrongTimestamps += 1;
    this.#say('error', 'clock_wrong', entry, { reason, timestamp: message.timestamp });
  }

  #noticeClock(verdict: ClockVerdict, ids: Ids, timestamp: string): void {
    if (verdict.kind === 'behind') {
      this.#counters.wrongTimestamps += 1;
      this.#say('warn', 'clock_behind', ids, { timestamp, by_ms: verdict.byMs });
    } else if (this.#unstamped !== null) this.#stampHeld(Date.parse(timestamp));
  }

  /** The clock is right: what was held gets the time at which it was taken, and may leave once that is on the disk. */
  #stampHeld(wallMs: number): void {
    const now = { wallMs, monotonicMs: this.#env.clock.monotonic() };
    const stamped = this.#unstamped?.stamp(this.#journal, now) ?? [];
    if (!this.#sync()) return;
    for (const { after } of stamped) this.#journal.replaceByStamped(after);
    if (!this.#sync()) return;
    this.#unstamped = null;
    this.#say('info', 'clock_corrected', null, { readings: stamped.length });
    for (const { before, after } of stamped) {
      this.#takeOut(before);
      this.#enlist(after, null);
    }
  }

  /** False while readings cannot be taken (outbox full under `block`, stopped, no number left): a skipped sample. */
  ready(): boolean {
    if (this.#stopped) return false;
    if (isUsedUp(this.#next)) {
      if (this.#skipped < 0) {
        this.#skipped = 0;
        this.#say('error', 'numbers_used_up', null, {});
      }
      this.#skipped += 1;
      this.#counters.skippedSamples += 1;
      return false;
    }
    const { limit, overflow } = this.#settings.outbox;
    if (overflow === 'block' && this.#outbox.size >= limit) {
      if (this.#skipped < 0) {
        this.#skipped = 0;
        this.#say('warn', 'sampling_paused', null, { outbox: this.#outbox.size, limit });
      }
      this.#skipped += 1;
      this.#counters.skippedSamples += 1;
      return false;
    }
    if (this.#skipped >= 0) {
      this.#say('info', 'sampling_resumed', null, { skipped: this.#skipped });
      this.#skipped = -1;
    }
    return true;
  }

  /** Numbers of the readings without an end, oldest first. */
  pending(): readonly number[] {
    const sequenceIds: number[] = [];
    for (const entry of this.#outbox) sequenceIds.push(entry.sequenceId);
    return sequenceIds;
  }

  outbox(): { readonly size: number; readonly limit: number } {
    return { size: this.#outbox.size, limit: this.#settings.outbox.limit };
  }

  /** Whether no reading waits and no copy is under way; while it winds down, whether nothing is under way. */
  idle(): boolean {
    const rests = this.#winding ? this.#inFlight === 0 : this.#outbox.size === 0;
    return rests && (this.#copies === null || this.#copies.size === 0);
  }

  /** Read from the disk, oldest first. */
  deadLetters(): readonly DeadLetter[] {
    return this.#deadLetters === null ? [] : [...this.#deadLetters];
  }

  counters(): Counters {
    return { ...this.#counters };
  }

  /**
   * From now on. Readings recorded before keep what was decided for them; a lower outbox limit refuses new readings
   * but throws nothing out. The retry policy is not part of it: it came ready-made.
   */
  reconfigure(settings: DeviceSettings): void {
    this.#settings = settings;
    this.#fillPlaces();
  }

  /** Starts no more attempts: what is under way may end, the rest stays on the disk. `onIdle` tells when nothing is. */
  wind(): void {
    this.#winding = true;
    this.#noticeIdle();
  }

  /** Cancels all timers and requests. What waits stays on the disk for the next boot. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    if (this.#bootTimer !== null) this.#env.clock.clearTimeout(this.#bootTimer);
    if (this.#holdTimer !== null) this.#env.clock.clearTimeout(this.#holdTimer);
    if (this.#diskTimer !== null) this.#env.clock.clearTimeout(this.#diskTimer);
    if (this.#lingerTimer !== null) this.#env.clock.clearTimeout(this.#lingerTimer);
    for (const entry of this.#outbox) {
      if (entry.timer !== null) this.#env.clock.clearTimeout(entry.timer);
      entry.cancel?.();
    }
    for (const copy of this.#copies ?? []) copy.cancel?.();
    this.#sync();
  }

  #say(level: LogLevel, event: string, ids: Ids | null, fields: Readonly<Record<string, unknown>>): void {
    const { id, log } = this.#env;
    if (!isHeard(log, level, event)) return;
    log(level, event, {
      device_id: id,
      sequence_id: ids?.sequenceId ?? null,
      correlation_id: ids?.correlationId ?? null,
      ...fields,
    });
  }

  /** Makes good what a crash or a broken disk has left: says each end again that may not have been said, and what is lost. */
  #clearUp({ buried, displaced, leftovers, problems, isCounterBehind }: Recovered): void {
    for (const reading of displaced) {
      this.#journal.forgetReading(reading);
      this.#say('warn', 'outbox_overflow', reading, { overflow: this.#settings.outbox.overflow });
    }
    for (const letter of buried) {
      this.#journal.forgetReading({ file: outboxFile(letter.sequenceId) });
      this.#sayGivenUp(letter);
    }
    for (const name of leftovers) this.#journal.clear(name);
    for (const problem of problems) {
      this.#counters.diskProblems += 1;
      this.#journal.setAside(problem);
      const { sequenceId, name, reason } = problem;
      const ids = sequenceId === null ? null : { sequenceId, correlationId: null };
      this.#say('error', 'disk_content_damaged', ids, { name, reason });
    }
    if (isCounterBehind || problems.length > 0) this.#journal.saveCounter(this.#next);
    if (isCounterBehind || problems.length + displaced.length + buried.length + leftovers.length > 0)
      this.#sync();
  }

  /** Whether all that was written is on the disk. What is not stays to be written: the next sync may find room for it. */
  #sync(): boolean {
    try {
      this.#journal.sync();
    } catch (error) {
      this.#counters.diskFailures += 1;
      const reason = error instanceof Error ? error.message : String(error);
      if (this.#diskFailure === null) this.#say('error', 'disk_failed', null, { reason });
      this.#diskFailure = error ?? new Error(reason);
      return false;
    }
    if (this.#diskFailure !== null) this.#say('info', 'disk_recovered', null, {});
    this.#diskFailure = null;
    this.#removals = 0;
    const unburied = this.#unburied ?? [];
    this.#unburied = null;
    for (const { entry, letter } of unburied) this.#bury(entry, letter);
    return true;
  }

  /** Nothing else may ask the disk again, and what waits for room would wait for ever. */
  #tryDiskLater(): void {
    this.#diskTimer ??= this.#env.clock.setTimeout(() => {
      this.#diskTimer = null;
      if (!this.#sync()) this.#tryDiskLater();
      this.#noticeIdle();
    }, DISK_RETRY_MS);
  }

  /** For a reading that ends as it is recorded: its number is used, nothing else is kept. */
  #commitNumber(sequenceId: number): void {
    this.#journal.saveCounter(sequenceId + 1);
    if (!this.#sync()) throw this.#diskFailure;
    this.#next = sequenceId + 1;
    this.#counters.recorded += 1;
  }

  /**
   * The readings that must go so that one more fits; null when the new one must go itself. A reading in flight is
   * never given up for room: its acknowledgement may be on the way, and a reading has one end. `block` without a
   * look at `ready` loses the newest.
   */
  #makeRoom(): readonly Entry[] | null {
    const { limit, overflow } = this.#settings.outbox;
    let excess = this.#outbox.size + 1 - limit;
    if (excess <= 0) return NO_VICTIMS;
    if (overflow !== 'drop-oldest') return null;
    const victims: Entry[] = [];
    for (const entry of this.#outbox) {
      if (entry.phase === 'in-flight' || entry.phase === 'unburied') continue;
      victims.push(entry);
      excess -= 1;
      if (excess === 0) return victims;
    }
    return null;
  }

  #overflowed(ids: Ids): void {
    this.#counters.overflowed += 1;
    this.#say('warn', 'outbox_overflow', ids, { overflow: this.#settings.outbox.overflow });
  }

  /** Puts a reading into the outbox, to be sent after `delayMs`, or as soon as there is a place (null). */
  #enlist(entry: Entry, delayMs: number | null): void {
    this.#outbox.add(entry);
    if (delayMs === null) {
      this.#queue(entry);
      return;
    }
    this.#say('info', 'jitter_applied', entry, { delay_ms: delayMs });
    this.#wait(entry, 'delayed', delayMs);
  }

  #wait(entry: Entry, phase: 'delayed' | 'backoff', delayMs: number): void {
    entry.phase = phase;
    entry.timer = this.#env.clock.setTimeout(() => {
      entry.timer = null;
      this.#queue(entry);
      this.#fillPlaces();
    }, delayMs);
  }

  #queue(entry: Entry): void {
    entry.phase = 'due';
    entry.turn = new Turn(entry, this.#settings.batch === null ? 0 : this.#env.clock.monotonic());
    this.#due.add(entry.turn);
  }

  /**
   * Starts what is due while there are places and the policy lets it leave. A `send` that answers at once comes back
   * here: no recursion.
   */
  #fillPlaces(): void {
    if (this.#filling) return;
    this.#filling = true;
    try {
      while (!this.#stopped && !this.#winding && !this.#held && this.#inFlight < this.#settings.inFlightMax) {
        const entry =
          this.#settings.batch === null || this.#isBatchDue(this.#settings.batch) ? this.#takeDue() : null;
        if (entry === null) break;
        if (this.#settings.batch === null || entry.alone) this.#start(entry);
        else this.#startWith(entry, this.#settings.batch.size);
      }
    } finally {
      this.#filling = false;
    }
  }

  /** The first that is due and that the policy lets leave; null: there is none, or nothing may leave. */
  #takeDue(): Entry | null {
    for (let turn = this.#due.first; turn !== null && !this.#stopped; turn = this.#due.first) {
      const { entry } = turn;
      const admission = this.#admission(entry);
      if (admission === 'hold') return null;
      this.#due.remove(turn);
      entry.turn = null;
      if (admission === 'send') return entry;
      this.#refusedHere(entry);
    }
    return null;
  }

  /** Whether a batch is full, or its first reading has waited long enough; if not, a timer will say so. */
  #isBatchDue({ size, lingerMs }: BatchSettings): boolean {
    const turn = this.#due.first;
    if (turn === null) return false;
    const { clock } = this.#env;
    const waitMs = turn.sinceMs + lingerMs - clock.monotonic();
    if (this.#due.size >= size || waitMs < CLOCK_STEP_MS || turn.entry.alone) return true;
    this.#lingerTimer ??= clock.setTimeout(() => {
      this.#lingerTimer = null;
      this.#fillPlaces();
    }, waitMs);
    return false;
  }

  /** What else is due goes with it; who must go alone ends the batch, and goes next. */
  #startWith(first: Entry, size: number): void {
    const entries: [Entry, ...Entry[]] = [first];
    while (entries.length < size && this.#due.first?.entry.alone === false) {
      const entry = this.#takeDue();
      if (entry === null) break;
      entries.push(entry);
    }
    if (entries.length === 1) this.#start(first);
    else this.#startMany(entries);
  }

  #admission(entry: Entry): Admission['kind'] {
    // Apart from the question, whose closure would cost also where there is nobody to ask.
    return this.#memory?.admit === undefined ? 'send' : this.#askToSend(entry, this.#memory);
  }

  #askToSend({ attempt, sequenceId }: Entry, memory: PolicyMemory): Admission['kind'] {
    const { clock, random } = this.#env;
    const wake = (this.#wake ??= () => this.#endHold());
    const admission = memory.admit?.({
      nowMs: clock.monotonic(),
      attempt,
      waiting: this.#due.size - 1,
      uniform: () => random.draw('admission', sequenceId, attempt),
      wake,
    });
    if (admission === undefined) return 'send';
    if (admission.kind === 'hold') {
      this.#held = true;
      if (admission.forMs !== null) this.#holdTimer = clock.setTimeout(wake, admission.forMs);
    }
    return admission.kind;
  }

  /** The policy may wake devices that hold nothing, also from within a call of this one: then nothing is to be done. */
  #endHold(): void {
    if (!this.#held || this.#stopped) return;
    this.#held = false;
    if (this.#holdTimer !== null) this.#env.clock.clearTimeout(this.#holdTimer);
    this.#holdTimer = null;
    this.#fillPlaces();
  }

  /** An attempt that never left, by the policy's word, is a failed one all the same. */
  #refusedHere(entry: Entry): void {
    this.#say('warn', 'send_refused', entry, { attempt: entry.attempt, policy: this.#env.policy.name });
    this.#backOff(entry, { status: null, last: 'refused by the policy', retryAfterMs: null, isHeld: false });
    this.#noticeIdle();
  }

  #start(entry: Entry): void {
    const { attempt } = entry;
    entry.phase = 'in-flight';
    this.#inFlight += 1;
    this.#counters.attempts += 1;
    saySent(this.#env, entry, attempt);
    const cancel = this.#transmit(entry, false, (outcome) => {
      // An answer that comes twice, or after the device stopped, is nobody's.
      if (!this.#stopped && isInFlight(entry, attempt)) this.#answered(entry, outcome);
    });
    if (isInFlight(entry, attempt)) entry.cancel = cancel;
  }

  /** One request for all of them, which takes one place. */
  #startMany(entries: readonly [Entry, ...Entry[]]): void {
    const [first, ...others] = entries;
    this.#inFlight += 1;
    const attempts = entries.map(({ attempt }) => attempt);
    for (const entry of entries) {
      entry.phase = 'in-flight';
      this.#counters.attempts += 1;
      saySent(this.#env, entry, entry.attempt);
    }
    const sequenceIds = entries.map(({ sequenceId }) => sequenceId);
    this.#say('debug', 'batch_sent', first, { sequence_ids: sequenceIds });
    let isOpen = true;
    const cancel = this.#env.send(
      {
        url: this.#env.edgeUrl,
        deviceId: this.#env.id,
        sequenceId: first.sequenceId,
        others: others.map(({ sequenceId }) => sequenceId),
        correlationId: first.correlationId,
        attempt: first.attempt,
        copy: false,
        message: entries.map(({ message }) => message),
        body: `[${entries.map(({ body }) => body).join(',')}]`,
        timeoutMs: this.#settings.timeoutMs,
      },
      (outcome) => {
        if (this.#stopped || !isOpen) return;
        isOpen = false;
        this.#manyAnswered(entries, outcome);
      },
    );
    entries.forEach((entry, index) => {
      if (isInFlight(entry, attempts[index] ?? 0)) entry.cancel = cancel;
    });
  }

  #manyAnswered(entries: readonly [Entry, ...Entry[]], outcome: SendOutcome): void {
    this.#inFlight -= 1;
    const { id: deviceId } = this.#env;
    const [{ correlationId }] = entries;
    const told = batchOutcome(
      outcome,
      entries.map(({ sequenceId, correlationId: id, message }) => ({
        deviceId,
        sequenceId,
        correlationId: id,
        message,
      })),
      correlationId,
    );
    entries.forEach((entry, index) => {
      switch (told.kind) {
        case 'each': {
          const own = told.outcomes[index] ?? outcome;
          this.#settle(entry, own, this.#classify(entry, own));
          break;
        }
        case 'no-results':
          this.#settle(entry, outcome, this.#classifyWhole(entry, correlationId, outcome));
          break;
        case 'other': {
          const { status, retryAfter } = told;
          this.#settle(entry, outcome, { kind: 'transient', status, reason: 'no_echo', retryAfter });
          break;
        }
      }
    });
    this.#fillPlaces();
    this.#noticeIdle();
  }

  /** Where a request for many is refused, one of them may be what was wrong, and only by itself does it show which. */
  #classifyWhole(entry: Entry, correlationId: string, outcome: SendOutcome): Verdict {
    const verdict = this.#classify({ sequenceId: entry.sequenceId, correlationId }, outcome);
    if (verdict.kind !== 'permanent') return verdict;
    entry.alone = true;
    const retryAfter = outcome.kind === 'answered' ? outcome.retryAfter : null;
    return { kind: 'transient', status: verdict.status, reason: 'status', retryAfter };
  }

  #transmit(entry: Entry, copy: boolean, done: (outcome: SendOutcome) => void): () => void {
    return this.#env.send(
      {
        url: this.#env.edgeUrl,
        deviceId: this.#env.id,
        sequenceId: entry.sequenceId,
        correlationId: entry.correlationId,
        attempt: copy ? entry.attempt + 1 : entry.attempt,
        copy,
        message: entry.message,
        body: entry.body,
        timeoutMs: this.#settings.timeoutMs,
      },
      done,
    );
  }

  #answered(entry: Entry, outcome: SendOutcome): void {
    this.#inFlight -= 1;
    this.#settle(entry, outcome, this.#classify(entry, outcome));
    this.#fillPlaces();
    this.#noticeIdle();
  }

  /** What an attempt has come to, for its reading. */
  #settle(entry: Entry, outcome: SendOutcome, verdict: Verdict): void {
    entry.cancel = null;
    const end = this.#memory === null ? null : this.#endOf(entry, verdict.kind === 'transient', outcome);
    if (end !== null) this.#remember(end);
    switch (verdict.kind) {
      case 'acknowledged':
        this.#acknowledged(entry);
        break;
      case 'duplicate':
        this.#takeOut(entry);
        this.#journal.forgetReading(entry);
        this.#counters.duplicateAcknowledged += 1;
        this.#say('info', 'duplicate_acknowledged', entry, { attempts: entry.attempt + 1, copy: false });
        this.#sync();
        break;
      case 'permanent':
        this.#giveUp(entry, 'rejected', verdict.status);
        break;
      case 'transient':
        this.#failed(entry, verdict, end);
        break;
    }
  }

  /** For the policy's memory. */
  #endOf({ sequenceId, attempt }: Entry, failed: boolean, outcome: SendOutcome): AttemptEnd {
    const { clock, random } = this.#env;
    return {
      nowMs: clock.monotonic(),
      attempt,
      failed,
      status: outcome.kind === 'answered' ? outcome.status : null,
      uniform: () => random.draw('attempt-end', sequenceId, attempt),
    };
  }

  /** The policy may wake this device too: it goes on when the answer at hand has had its effect. */
  #remember(end: AttemptEnd): void {
    const filling = this.#filling;
    this.#filling = true;
    try {
      this.#memory?.ended?.(end);
    } finally {
      this.#filling = filling;
    }
  }

  #classify(ids: Ids, outcome: SendOutcome): Verdict {
    const { acknowledge, proof } = this.#settings;
    const { sequenceId, correlationId: id } = ids;
    return classifyAnswer(outcome, {
      deviceId: this.#env.id,
      sequenceId,
      correlationId: id,
      acknowledge,
      proof,
    });
  }

  /**
   * The removal is left to the next sync: should a crash come first, the reading is sent again and meets 409. That
   * saves one sync for each reading. The other ends are synced at once, since nothing may follow them.
   */
  #acknowledged(entry: Entry): void {
    this.#takeOut(entry);
    this.#journal.forgetReading(entry);
    this.#removals += 1;
    this.#counters.acknowledged += 1;
    sayAcknowledged(this.#env, entry, entry.attempt + 1);
    if (isDuplicated(this.#env.random, this.#settings, entry.sequenceId)) this.#sendCopy(entry);
  }

  #failed(entry: Entry, verdict: Extract<Verdict, { kind: 'transient' }>, end: AttemptEnd | null): void {
    const { clock, policy } = this.#env;
    const { status, reason, retryAfter } = verdict;
    sayFailed(this.#env, entry, verdict);
    const retryAfterMs = parseRetryAfterMs(retryAfter, clock.now());
    const last = status ?? reason;
    const isHeld = this.#env.holds && isNotTheEdge(reason);
    const retriesLeft = entry.attempt < policy.retriesMax;
    if (retriesLeft && !isHeld && end !== null && this.#memory?.mayRetry?.(end) === false) {
      this.#say('warn', 'retry_refused', entry, { attempt: entry.attempt, policy: policy.name });
      this.#giveUp(entry, 'exhausted', last);
      return;
    }
    this.#backOff(entry, { status, last, retryAfterMs, isHeld });
  }

  /** Waits for the next retry, or gives up when there is none left. */
  #backOff(entry: Entry, failure: Failure): void {
    const { policy, random } = this.#env;
    const retry = entry.attempt;
    if (failure.isHeld) entry.heldAttempts += 1;
    else if (retry - entry.heldAttempts >= policy.retriesMax) {
      this.#giveUp(entry, 'exhausted', failure.last);
      return;
    }
    const uniform = random.draw('backoff', entry.sequenceId, retry);
    const { status, retryAfterMs } = failure;
    const context = { status, retryAfterMs, previous: entry.previousDelay };
    const delay =
      retry < policy.retriesMax
        ? retryDelay(policy, retry, uniform, context, this.#settings.retryAfterMaxMs)
        : heldDelay(uniform);
    if (retry === policy.retriesMax) this.#say('warn', 'telemetry_held', entry, { last: failure.last });
    entry.previousDelay = { delayMs: delay.backoffMs, uniform };
    sayRetrying(this.#env, entry, retry, delay, policy.name);
    entry.attempt += 1;
    this.#wait(entry, 'backoff', delay.delayMs);
  }

  /**
   * Parks a reading that will not be delivered. The letter is on the disk before the end is said, and that is said before
   * the reading leaves the outbox: a crash in between has it said once more, and never not at all.
   */
  #giveUp(entry: Entry, end: DeadLetter['end'], last: number | string): void {
    const { sequenceId, correlationId: id, body } = entry;
    const letter = { sequenceId, correlationId: id, body, attempts: entry.attempt + 1, last, end };
    const deadLetters = (this.#deadLetters ??= this.#makeDeadLetters([]));
    deadLetters.park(letter);
    if (this.#sync()) {
      this.#bury(entry, letter);
      return;
    }
    entry.phase = 'unburied';
    this.#unburied ??= [];
    this.#unburied.push({ entry, letter });
    this.#tryDiskLater();
  }

  /** The letter is on the disk. */
  #bury(entry: Entry, letter: DeadLetter): void {
    this.#takeOut(entry);
    this.#counters[letter.end] += 1;
    this.#sayGivenUp(letter);
    this.#journal.forgetReading(entry);
    for (const ids of this.#deadLetters?.makeRoom() ?? []) {
      this.#counters.deadLettersLost += 1;
      this.#say('warn', 'dead_letter_lost', ids, { limit: this.#env.deadLettersMax });
    }
    this.#sync();
  }

  #sayGivenUp(letter: DeadLetter): void {
    const { attempts, last } = letter;
    if (letter.end === 'rejected') this.#say('error', 'permanent_error_received', letter, { status: last });
    else this.#say('error', 'retries_exhausted', letter, { attempts, last });
  }

  #makeDeadLetters(sequenceIds: readonly number[]): DeadLetters {
    return new DeadLetters(this.#journal, this.#env.deadLettersMax, sequenceIds);
  }

  /** Out of memory; the disk is the caller's. */
  #takeOut(entry: Entry): void {
    if (entry.timer !== null) this.#env.clock.clearTimeout(entry.timer);
    if (entry.turn !== null) this.#due.remove(entry.turn);
    this.#outbox.remove(entry);
    entry.timer = null;
    entry.turn = null;
    entry.phase = 'ended';
  }

  /** Fire and forget: outside the places, never retried, and no part of the reading's end. */
  #sendCopy(entry: Entry): void {
    this.#counters.copies += 1;
    this.#say('info', 'duplicate_triggered', entry, {});
    const copies = (this.#copies ??= new OpenList());
    const copy: Copy = { cancel: null, previous: null, next: null, listed: false };
    copies.add(copy);
    copy.cancel = this.#transmit(entry, true, (outcome) => {
      if (this.#stopped || !copies.remove(copy)) return;
      this.#copyAnswered(entry, outcome);
      this.#noticeIdle();
    });
  }

  #copyAnswered(entry: Entry, outcome: SendOutcome): void {
    const verdict = this.#classify(entry, outcome);
    if (verdict.kind === 'duplicate') {
      this.#say('info', 'duplicate_acknowledged', entry, { copy: true });
    } else {
      const result =
        outcome.kind === 'answered'
          ? { status: outcome.status, reason: null }
          : { status: null, reason: outcome.reason };
      this.#say('info', 'duplicate_unconfirmed', entry, result);
    }
  }

  #noticeIdle(): void {
    if (!this.#stopped && this.idle()) this.#env.onIdle?.();
  }
}

/** A copy under way. */
interface Copy extends Listed<Copy> {
  /** Null until its `send` has returned. */
  cancel: (() => void) | null;
}

/** Why an attempt failed; `retryAfterMs` as it was asked for. */
interface Failure {
  readonly status: number | null;
  readonly last: number | string;
  readonly retryAfterMs: number | null;
  /** It was not the edge that answered: the reading is not given up, however long that goes on. */
  readonly isHeld: boolean;
}

/** Of a reading that was tried more often than the policy has delays for: half a minute, give or take a half. */
function heldDelay(uniform: number): RetryDelay {
  const delayMs = HELD_MS * (0.5 + uniform);
  return { delayMs, backoffMs: delayMs, retryAfterMs: null };
}

/** A function of its own, because the phase changes behind the compiler's back while `send` runs. */
function isInFlight(entry: Entry, attempt: number): boolean {
  return entry.phase === 'in-flight' && entry.attempt === attempt;
}
