import { Admissions } from './admissions.ts';
import type { ClientCore } from './client-core.ts';
import { Turn } from './entry.ts';
import type { Entry } from './entry.ts';
import type { AttemptEnd, PolicyMemory, TimerHandle } from '../ports/index.ts';
import type { BatchSettings } from './settings.ts';

/** What is nearer than this is now: a timer of less may be none, and would be set again and again. */
const CLOCK_STEP_MS = 0.001;

/** Who sends what may leave. Each takes a place, but for what is refused. */
export interface Departing {
  start(entry: Entry): void;
  startMany(entries: readonly [Entry, ...Entry[]]): void;
  /** The policy lets it not leave. */
  refused(entry: Entry): void;
}

/**
 * When which reading leaves: it waits, becomes due, and starts when there is a place and the policy lets it. First attempts
 * start in the order of their numbers; a retry queues up behind what became due before it.
 */
export class Places {
  readonly #core: ClientCore;
  readonly #departing: Departing;
  readonly #memory: PolicyMemory | null;
  /** Null where the policy has nothing to say. */
  readonly #admissions: Admissions | null;
  #filling = false;
  /** While a batch waits for more readings. */
  #lingerTimer: TimerHandle = null;

  constructor(core: ClientCore, departing: Departing, memory: PolicyMemory | null) {
    this.#core = core;
    this.#departing = departing;
    this.#memory = memory;
    this.#admissions = memory?.admit === undefined ? null : new Admissions(core, memory, () => this.fill());
  }

  queue(entry: Entry): void {
    entry.phase = 'due';
    const { env, outbox, settings } = this.#core;
    entry.turn = new Turn(entry, settings.batch === null ? 0 : env.clock.monotonic());
    outbox.due.add(entry.turn);
  }

  wait(entry: Entry, phase: 'delayed' | 'backoff', delayMs: number): void {
    entry.phase = phase;
    entry.timer = this.#core.env.clock.setTimeout(() => {
      entry.timer = null;
      this.queue(entry);
      this.fill();
    }, delayMs);
  }

  /**
   * Starts what is due while there are places and the policy lets it leave. A `send` that answers at once comes back
   * here: no recursion.
   */
  fill(): void {
    if (this.#filling) return;
    this.#filling = true;
    try {
      const core = this.#core;
      while (
        !core.stopped &&
        !core.winding &&
        this.#admissions?.held !== true &&
        core.inFlight < core.settings.inFlightMax
      ) {
        const { batch } = core.settings;
        const entry = batch === null || this.#isBatchDue(batch) ? this.#takeDue() : null;
        if (entry === null) break;
        if (batch === null || entry.alone) this.#departing.start(entry);
        else this.#startWith(entry, batch.size);
      }
    } finally {
      this.#filling = false;
    }
  }

  /** Tells the policy, which may wake this device too: it goes on when the answer at hand has had its effect. */
  remember(end: AttemptEnd): void {
    const filling = this.#filling;
    this.#filling = true;
    try {
      this.#memory?.ended?.(end);
    } finally {
      this.#filling = filling;
    }
  }

  stop(): void {
    this.#admissions?.stop();
    if (this.#lingerTimer !== null) this.#core.env.clock.clearTimeout(this.#lingerTimer);
  }

  /** The first that is due and that the policy lets leave; null: there is none, or nothing may leave. */
  #takeDue(): Entry | null {
    const { due } = this.#core.outbox;
    for (let turn = due.first; turn !== null && !this.#core.stopped; turn = due.first) {
      const { entry } = turn;
      const admission = this.#admissions === null ? 'send' : this.#admissions.ask(entry);
      if (admission === 'hold') return null;
      due.remove(turn);
      entry.turn = null;
      if (admission === 'send') return entry;
      this.#departing.refused(entry);
    }
    return null;
  }

  /** Whether a batch is full, or its first reading has waited long enough; if not, a timer will say so. */
  #isBatchDue({ size, lingerMs }: BatchSettings): boolean {
    const { due } = this.#core.outbox;
    const turn = due.first;
    if (turn === null) return false;
    const { clock } = this.#core.env;
    const waitMs = turn.sinceMs + lingerMs - clock.monotonic();
    if (due.size >= size || waitMs < CLOCK_STEP_MS || turn.entry.alone) return true;
    this.#lingerTimer ??= clock.setTimeout(() => {
      this.#lingerTimer = null;
      this.fill();
    }, waitMs);
    return false;
  }

  /** What else is due goes with it; who must go alone ends the batch, and goes next. */
  #startWith(first: Entry, size: number): void {
    const entries: [Entry, ...Entry[]] = [first];
    while (entries.length < size && this.#core.outbox.due.first?.entry.alone === false) {
      const entry = this.#takeDue();
      if (entry === null) break;
      entries.push(entry);
    }
    if (entries.length === 1) this.#departing.start(first);
    else this.#departing.startMany(entries);
  }
}
