import type { ClientCore } from './client-core.ts';
import { DeadLetters } from './dead-letters.ts';
import type { Entry } from './entry.ts';
import { Journal, outboxFile } from './journal.ts';
import type { DeadLetter, Recovered } from './journal.ts';
import type { TimerHandle } from '../ports/index.ts';

/** How soon a disk that has failed is tried again, where a reading waits for nothing else. */
const DISK_RETRY_MS = 5_000;

/**
 * What a client does with its disk: syncs, which may fail and are then tried again, and readings that are given up, which
 * leave the outbox for the dead letters in an order that no crash can break.
 */
export class Safekeeping {
  readonly #core: ClientCore;
  readonly journal: Journal;
  /** Null before the first: devices seldom have any. */
  #deadLetters: DeadLetters | null = null;
  /** Readings that are given up, with the letters that there was no room for yet. Null: none. */
  #unburied: { readonly entry: Entry; readonly letter: DeadLetter }[] | null = null;
  #retryTimer: TimerHandle = null;
  /** Files of acknowledged readings that were removed since the last sync. */
  #removals = 0;
  /** What the boot has found, and what was acknowledged since, while there is no room for the next number. Null: all is well. */
  #uncleared: { readonly found: Recovered; readonly acknowledged: Entry[] } | null = null;
  /** What the disk said when it last failed; null while it works. */
  #failure: unknown = null;

  constructor(core: ClientCore) {
    this.#core = core;
    this.journal = new Journal(core.env.disk);
  }

  /** What the disk said when it last failed; null while it works. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Read from the disk, oldest first. */
  deadLetters(): readonly DeadLetter[] {
    return this.#deadLetters === null ? [] : [...this.#deadLetters];
  }

  /** Whether all that was written is on the disk. What is not stays to be written: the next sync may find room for it. */
  sync(): boolean {
    try {
      this.journal.sync();
    } catch (error) {
      this.#core.counters.diskFailures += 1;
      const reason = error instanceof Error ? error.message : String(error);
      if (this.#failure === null) this.#core.say('error', 'disk_failed', null, { reason });
      this.#failure = error ?? new Error(reason);
      return false;
    }
    if (this.#failure !== null) this.#core.say('info', 'disk_recovered', null, {});
    this.#failure = null;
    this.#removals = 0;
    const uncleared = this.#uncleared;
    this.#uncleared = null;
    if (uncleared !== null) this.#clearAway(uncleared.found, uncleared.acknowledged);
    const unburied = this.#unburied ?? [];
    this.#unburied = null;
    for (const { entry, letter } of unburied) this.#bury(entry, letter);
    return true;
  }

  /**
   * The removal is left to the next sync: should a crash come first, the reading is sent again and meets 409. That
   * saves one sync for each reading. The other ends are synced at once, since nothing may follow them. While the name of
   * its file is all that tells which numbers were used, it stays.
   */
  forgetLater(entry: Entry): void {
    if (this.#uncleared !== null) {
      this.#uncleared.acknowledged.push(entry);
      return;
    }
    this.journal.forgetReading(entry);
    this.#removals += 1;
  }

  /** What is removed and may be there still must not fill the outbox beyond its limit. */
  clearRemovals(limit: number): void {
    if (this.#removals > 0 && this.#core.outbox.size + this.#removals >= limit) this.sync();
  }

  /**
   * Parks a reading that will not be delivered. The letter is on the disk before the end is said, and that is said before
   * the reading leaves the outbox: a crash in between has it said once more, and never not at all.
   */
  giveUp(entry: Entry, end: DeadLetter['end'], last: number | string): void {
    const { sequenceId, correlationId: id, body } = entry;
    const letter = { sequenceId, correlationId: id, body, attempts: entry.attempt + 1, last, end };
    const deadLetters = (this.#deadLetters ??= this.#makeDeadLetters([]));
    deadLetters.park(letter);
    if (this.sync()) {
      this.#bury(entry, letter);
      return;
    }
    entry.phase = 'unburied';
    this.#unburied ??= [];
    this.#unburied.push({ entry, letter });
    this.#tryLater();
  }

  /**
   * Makes good, after a boot, what a crash or a broken disk has left: says each end again that may not have been said, and
   * what is lost. Nothing leaves its place before the number for the next reading is on the disk: until then, the names of
   * what is there are what tells it.
   */
  clearUp(recovered: Recovered): void {
    const { buried, displaced, leftovers, problems, isCounterBehind, deadLetters, next } = recovered;
    const { counters, settings } = this.#core;
    if (deadLetters.length > 0) this.#deadLetters = this.#makeDeadLetters(deadLetters);
    for (const reading of displaced)
      this.#core.say('warn', 'outbox_overflow', reading, { overflow: settings.outbox.overflow });
    for (const letter of buried) this.#sayGivenUp(letter);
    for (const { sequenceId, name, reason } of problems) {
      counters.diskProblems += 1;
      const ids = sequenceId === null ? null : { sequenceId, correlationId: null };
      this.#core.say('error', 'disk_content_damaged', ids, { name, reason });
    }
    if (problems.length === 0 && !isCounterBehind) {
      if (displaced.length + buried.length + leftovers.length > 0) this.#clearAway(recovered, []);
      return;
    }
    // Where the counter may be what is damaged, its files are set aside: something has to stand in for them.
    if (problems.length > 0) this.journal.markNext(next);
    else this.journal.saveCounter(next);
    this.#uncleared = { found: recovered, acknowledged: [] };
    this.sync();
  }

  stop(): void {
    if (this.#retryTimer !== null) this.#core.env.clock.clearTimeout(this.#retryTimer);
  }

  /** The number for the next reading is on the disk. */
  #clearAway(
    { displaced, buried, leftovers, problems, next }: Recovered,
    acknowledged: readonly Entry[],
  ): void {
    for (const reading of [...displaced, ...acknowledged]) this.journal.forgetReading(reading);
    for (const { sequenceId } of buried) this.journal.forgetReading({ file: outboxFile(sequenceId) });
    for (const name of leftovers) this.journal.clear(name);
    for (const problem of problems) this.journal.setAside(problem);
    if (problems.length > 0) this.journal.clearMarks();
    if (problems.length > 0 && !this.journal.isCounterFresh) this.journal.saveCounter(next);
    this.sync();
  }

  /** Nothing else may ask the disk again, and what waits for room would wait for ever. */
  #tryLater(): void {
    this.#retryTimer ??= this.#core.env.clock.setTimeout(() => {
      this.#retryTimer = null;
      if (!this.sync()) this.#tryLater();
      this.#core.noticeIdle();
    }, DISK_RETRY_MS);
  }

  /** The letter is on the disk. */
  #bury(entry: Entry, letter: DeadLetter): void {
    this.#core.outbox.takeOut(entry);
    this.#core.counters[letter.end] += 1;
    this.#sayGivenUp(letter);
    this.journal.forgetReading(entry);
    for (const ids of this.#deadLetters?.makeRoom() ?? []) {
      this.#core.counters.deadLettersLost += 1;
      this.#core.say('warn', 'dead_letter_lost', ids, { limit: this.#core.env.deadLettersMax });
    }
    this.sync();
  }

  #sayGivenUp(letter: DeadLetter): void {
    const { attempts, last } = letter;
    if (letter.end === 'rejected')
      this.#core.say('error', 'permanent_error_received', letter, { status: last });
    else this.#core.say('error', 'retries_exhausted', letter, { attempts, last });
  }

  #makeDeadLetters(sequenceIds: readonly number[]): DeadLetters {
    return new DeadLetters(this.journal, this.#core.env.deadLettersMax, sequenceIds);
  }
}
