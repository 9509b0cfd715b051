import { Attempts } from './attempts.ts';
import { ClientCore } from './client-core.ts';
import type { ClientEnv } from './client-env.ts';
import type { Counters } from './counters.ts';
import { isUsedUp, numberByClock } from './counter-files.ts';
import { Entry } from './entry.ts';
import { invalidKind, isDropped, jitterDelayMs } from './instabilities.ts';
import { outboxFile } from './journal.ts';
import type { DeadLetter, Ids } from './journal.ts';
import { messageText } from './message-text.ts';
import type { LogLevel, TimerHandle } from '../ports/index.ts';
import { correlationId, invalidMessage } from '../protocol/index.ts';
import type { Message, Reading } from '../protocol/index.ts';
import { isMapping } from '../settings/plain.ts';
import { Safekeeping } from './safekeeping.ts';
import type { DeviceSettings } from './settings.ts';
import { Timestamps } from './timestamps.ts';

/**
 * The telemetry client: takes readings, numbers them, keeps them on the disk, and sends each until it has its one end.
 *
 * A state machine driven by calls and callbacks, without promises: each reading in the outbox is in one `EntryPhase`,
 * and a device with an empty outbox holds no timer and no closure. Here readings are taken; what is on the disk is the
 * business of `Safekeeping`, what leaves when that of `Places`, what comes of it that of `Attempts`.
 */
export class Client {
  readonly #core: ClientCore;
  readonly #keeping: Safekeeping;
  readonly #attempts: Attempts;
  readonly #timestamps: Timestamps;
  #bootTimer: TimerHandle = null;
  #next: number;
  /** Samples skipped in this episode of a full outbox; −1 while there is none. */
  #skipped = -1;

  constructor(env: ClientEnv, settings: DeviceSettings) {
    const core = new ClientCore(env, settings);
    this.#core = core;
    this.#keeping = new Safekeeping(core);
    this.#attempts = new Attempts(core, this.#keeping, (entry) => this.#renumber(entry));
    this.#timestamps = new Timestamps(core, this.#keeping);
    const recovered = this.#keeping.journal.recover(env.id, env.clock.now(), settings.firstSequence);
    this.#next = recovered.next;
    for (const reading of recovered.readings) {
      this.#enlist(new Entry(reading), null);
      this.#timestamps.lookBack(reading.message);
    }
    core.counters.recovered = recovered.readings.length;
    core.say('info', 'device_booted', null, {
      recovered: recovered.readings.length,
      next_sequence_id: recovered.next,
      dead_letters: recovered.deadLetters.length,
    });
    this.#keeping.clearUp(recovered);
    // From a timer, so that whoever boots the device has it in hand before its first request leaves.
    if (core.outbox.due.size > 0)
      this.#bootTimer = env.clock.setTimeout(() => this.#attempts.places.fill(), 0);
  }

  /**
   * Takes a reading and returns the number it gave it; the reading is on the disk by then, unless it has met its
   * end already (dropped, overflowed).
   * @throws what the disk throws when it cannot keep the reading, which is then not taken.
   * @throws {Error} after `stop`, and when all numbers are used.
   */
  record(reading: Reading): number {
    const { counters, env, outbox, settings, stopped } = this.#core;
    if (stopped) throw new Error(`Device ${env.id} is stopped and takes no readings.`);
    if (isUsedUp(this.#next)) throw new Error(`Device ${env.id} has used all numbers up.`);
    const { random } = env;
    const { journal } = this.#keeping;
    const sequenceId = this.#next;
    const clockVerdict = this.#timestamps.look(reading.timestamp);
    // It stays with the reading over all its attempts, and over reboots.
    const id = correlationId(
      random.draw('correlation', sequenceId, 0),
      random.draw('correlation', sequenceId, 1),
    );

    if (isDropped(random, settings, sequenceId)) {
      this.#commitNumber(sequenceId);
      counters.dropped += 1;
      this.#core.say('warn', 'packet_dropped', { sequenceId, correlationId: id }, {});
      return sequenceId;
    }

    const victims = outbox.victims(settings.outbox);
    if (victims === null) {
      this.#commitNumber(sequenceId);
      this.#overflowed({ sequenceId, correlationId: id });
      return sequenceId;
    }

    const message: Message = {
      device_id: env.id,
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
    if (fault !== null) this.#core.say('warn', 'invalid_triggered', entry, { fault });
    this.#keeping.clearRemovals(settings.outbox.limit);
    journal.saveCounter(sequenceId + 1);
    journal.saveReading(entry, victims);
    if (!this.#keeping.sync()) {
      journal.forgetReading(entry);
      throw this.#keeping.failure;
    }
    this.#next = sequenceId + 1;
    counters.recorded += 1;

    for (const victim of victims) {
      outbox.takeOut(victim);
      journal.forgetReading(victim);
      this.#overflowed(victim);
    }
    // Before the reading that displaced them may go: its file tells that they had their end.
    if (victims.length > 0) this.#keeping.sync();
    if (clockVerdict.kind === 'wrong' && fault === null) {
      this.#timestamps.hold(entry, message, clockVerdict.reason, (stamped) => this.#release(stamped));
      return sequenceId;
    }
    for (const stamped of this.#timestamps.notice(clockVerdict, entry, reading.timestamp))
      this.#enlist(stamped, null);
    this.#enlist(entry, jitterDelayMs(random, settings, sequenceId));
    this.#attempts.places.fill();
    return sequenceId;
  }

  /** False while readings cannot be taken (outbox full under `block`, stopped, no number left): a skipped sample. */
  ready(): boolean {
    const { outbox, settings, stopped } = this.#core;
    if (stopped) return false;
    if (isUsedUp(this.#next)) {
      this.#skip('error', 'numbers_used_up', {});
      return false;
    }
    const { limit, overflow } = settings.outbox;
    if (overflow === 'block' && outbox.size >= limit) {
      this.#skip('warn', 'sampling_paused', { outbox: outbox.size, limit });
      return false;
    }
    if (this.#skipped >= 0) {
      this.#core.say('info', 'sampling_resumed', null, { skipped: this.#skipped });
      this.#skipped = -1;
    }
    return true;
  }

  /** Numbers of the readings without an end, oldest first. */
  pending(): readonly number[] {
    return this.#core.outbox.sequenceIds();
  }

  outbox(): { readonly size: number; readonly limit: number } {
    return { size: this.#core.outbox.size, limit: this.#core.settings.outbox.limit };
  }

  /** Whether no reading waits and no copy is under way; while it winds down, whether nothing is under way. */
  idle(): boolean {
    return this.#core.isIdle();
  }

  /** Read from the disk, oldest first. */
  deadLetters(): readonly DeadLetter[] {
    return this.#keeping.deadLetters();
  }

  counters(): Counters {
    return { ...this.#core.counters };
  }

  /**
   * From now on. Readings recorded before keep what was decided for them; a lower outbox limit refuses new readings
   * but throws nothing out. The retry policy is not part of it: it came ready-made.
   */
  reconfigure(settings: DeviceSettings): void {
    this.#core.settings = settings;
    this.#attempts.places.fill();
  }

  /** Starts no more attempts: what is under way may end, the rest stays on the disk. `onIdle` tells when nothing is. */
  wind(): void {
    this.#core.winding = true;
    this.#core.noticeIdle();
  }

  /** Cancels all timers and requests. What waits stays on the disk for the next boot. */
  stop(): void {
    if (this.#core.stopped) return;
    this.#core.stopped = true;
    if (this.#bootTimer !== null) this.#core.env.clock.clearTimeout(this.#bootTimer);
    this.#keeping.stop();
    this.#timestamps.stop();
    this.#attempts.stop();
    this.#keeping.sync();
  }

  /** One episode is said once. */
  #skip(level: LogLevel, event: string, fields: Readonly<Record<string, unknown>>): void {
    if (this.#skipped < 0) {
      this.#skipped = 0;
      this.#core.say(level, event, null, fields);
    }
    this.#skipped += 1;
    this.#core.counters.skippedSamples += 1;
  }

  /** For a reading that ends as it is recorded: its number is used, nothing else is kept. */
  #commitNumber(sequenceId: number): void {
    this.#keeping.journal.saveCounter(sequenceId + 1);
    if (!this.#keeping.sync()) throw this.#keeping.failure;
    this.#next = sequenceId + 1;
    this.#core.counters.recorded += 1;
  }

  /**
   * The edge has stored another reading under the number of this one: the disk is an old copy of what a later life has left, or
   * somebody else has the same name. All numbers from here on are beyond what either can have used, and so is a new one of this
   * reading, which is stored nowhere. Once for each reading: whoever refuses them all must not keep it for ever.
   */
  #renumber(entry: Entry): boolean {
    const { counters, env, outbox, settings } = this.#core;
    const { message } = entry;
    if (!env.renumbers || entry.renumbered || !isMapping(message) || message.sequence_id !== entry.sequenceId)
      return false;
    const beyond = numberByClock(settings.firstSequence, env.clock.now());
    const sequenceId = Math.max(this.#next, beyond);
    if (isUsedUp(sequenceId)) return false;
    const said = { ...message, sequence_id: sequenceId };
    const id = correlationId(
      env.random.draw('correlation', sequenceId, 0),
      env.random.draw('correlation', sequenceId, 1),
    );
    const file = outboxFile(sequenceId);
    const again = new Entry({
      sequenceId,
      correlationId: id,
      body: JSON.stringify(said),
      message: said,
      file,
    });
    again.renumbered = true;
    const { journal } = this.#keeping;
    journal.saveCounter(sequenceId + 1);
    // Should a crash come now, it is not sent under both.
    journal.saveReading(again, [entry]);
    if (!this.#keeping.sync()) {
      journal.forgetReading(again);
      return false;
    }
    this.#next = sequenceId + 1;
    outbox.takeOut(entry);
    journal.forgetReading(entry);
    this.#keeping.sync();
    counters.renumbered += 1;
    this.#core.say('error', 'number_used_before', entry, { renumbered_as: sequenceId });
    this.#enlist(again, null);
    return true;
  }

  #overflowed(ids: Ids): void {
    const { counters, settings } = this.#core;
    counters.overflowed += 1;
    this.#core.say('warn', 'outbox_overflow', ids, { overflow: settings.outbox.overflow });
  }

  /** What was held for the clock. */
  #release(stamped: readonly Entry[]): void {
    for (const entry of stamped) this.#enlist(entry, null);
    this.#attempts.places.fill();
  }

  /** Puts a reading into the outbox, to be sent after `delayMs`, or as soon as there is a place (null). */
  #enlist(entry: Entry, delayMs: number | null): void {
    this.#core.outbox.add(entry);
    const { places } = this.#attempts;
    if (delayMs === null) {
      places.queue(entry);
      return;
    }
    this.#core.say('info', 'jitter_applied', entry, { delay_ms: delayMs });
    places.wait(entry, 'delayed', delayMs);
  }
}
