import type { ClientCore } from './client-core.ts';
import { ClockWatch } from './clock-watch.ts';
import type { ClockVerdict } from './clock-watch.ts';
import type { Entry } from './entry.ts';
import type { Ids } from './journal.ts';
import { isMapping } from '../settings/plain.ts';
import type { TimerHandle } from '../ports/index.ts';
import type { Message } from '../protocol/index.ts';
import type { Safekeeping } from './safekeeping.ts';
import { Unstamped } from './unstamped.ts';

/** How often a clock that was wrong is looked at again, where no reading shows it. */
const LOOK_EVERY_MS = 5_000;

/** One list for all: clocks are seldom wrong. */
const NONE: readonly Entry[] = [];

/** What a client makes of the time on its readings: it says where that can't be, and holds them until it can. */
export class Timestamps {
  readonly #core: ClientCore;
  readonly #keeping: Safekeeping;
  readonly #watch = new ClockWatch();
  /** Null: none is held. */
  #unstamped: Unstamped | null = null;
  /** While any is. */
  #timer: TimerHandle = null;

  constructor(core: ClientCore, keeping: Safekeeping) {
    this.#core = core;
    this.#keeping = keeping;
  }

  /** Of a reading that the last boot has left. */
  lookBack(message: unknown): void {
    if (isMapping(message) && typeof message.timestamp === 'string') this.#watch.look(message.timestamp);
  }

  look(timestamp: string): ClockVerdict {
    return this.#watch.look(timestamp);
  }

  /**
   * Until the clock is right; it is on the disk meanwhile. Said for each, for each may be what is looked for later. What
   * takes its place is returned by `notice`, or given to `release` where no reading comes to be noticed.
   */
  hold(entry: Entry, message: Message, reason: string, release: (stamped: readonly Entry[]) => void): void {
    const { counters, env, outbox } = this.#core;
    outbox.add(entry);
    this.#unstamped ??= new Unstamped();
    this.#unstamped.add({ entry, message, monotonicMs: env.clock.monotonic() });
    counters.wrongTimestamps += 1;
    this.#core.say('error', 'clock_wrong', entry, { reason, timestamp: message.timestamp });
    this.#lookLater(release);
  }

  stop(): void {
    if (this.#timer !== null) this.#core.env.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #lookLater(release: (stamped: readonly Entry[]) => void): void {
    const { clock } = this.#core.env;
    this.#timer ??= clock.setTimeout(() => {
      this.#timer = null;
      if (this.#unstamped === null) return;
      const nowMs = clock.now();
      const isRight = this.#watch.look(new Date(nowMs).toISOString()).kind !== 'wrong';
      const stamped = isRight ? this.#stamp(this.#unstamped, nowMs) : NONE;
      if (stamped.length > 0) release(stamped);
      else this.#lookLater(release);
    }, LOOK_EVERY_MS);
  }

  /**
   * Of a clock that can be right: what was held then gets the time at which it was taken. Once that is on the disk, it is
   * out of the outbox, and what takes its place is returned.
   */
  notice(verdict: ClockVerdict, ids: Ids, timestamp: string): readonly Entry[] {
    if (verdict.kind === 'behind') {
      this.#core.counters.wrongTimestamps += 1;
      this.#core.say('warn', 'clock_behind', ids, { timestamp, by_ms: verdict.byMs });
      return NONE;
    }
    // A message that is invalid on purpose goes out whatever its time, and shows nothing.
    if (verdict.kind !== 'right' || this.#unstamped === null) return NONE;
    return this.#stamp(this.#unstamped, Date.parse(timestamp));
  }

  #stamp(unstamped: Unstamped, wallMs: number): readonly Entry[] {
    const { journal } = this.#keeping;
    const stamped = unstamped.stamp(journal, { wallMs, monotonicMs: this.#core.env.clock.monotonic() });
    if (!this.#keeping.sync()) return NONE;
    for (const { after } of stamped) journal.replaceByStamped(after);
    if (!this.#keeping.sync()) return NONE;
    this.#unstamped = null;
    this.stop();
    this.#core.say('info', 'clock_corrected', null, { readings: stamped.length });
    for (const { before } of stamped) this.#core.outbox.takeOut(before);
    return stamped.map(({ after }) => after);
  }
}
