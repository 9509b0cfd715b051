import type { Clock, Random, TimerHandle } from '../../ports/index.ts';

/**
 * What code waits for when it lets the event loop go on: `work` that is done outside of it (files, threads), or only
 * its next `turn` (setImmediate).
 */
export type Wait = 'work' | 'turn';

/**
 * How long a wait takes: `leastUs` doubled up to so many times, each doubling as likely, evenly within it. So short and
 * long waits are met alike, and no function is needed whose last bit depends on the machine.
 */
const SPANS = {
  // 64 µs to 16 ms, 3.1 ms on average: a file in the cache, or a database in the same building.
  work: { leastUs: 64, doublings: 8 },
  // 1 µs to 1 ms, 0.15 ms on average: what else was ready to run on the same loop.
  turn: { leastUs: 1, doublings: 10 },
} as const;

/** In µs, from a uniform on [0, 1). */
export function waitUs(wait: Wait, uniform: number): number {
  const { leastUs, doublings } = SPANS[wait];
  const at = uniform * doublings;
  const whole = Math.floor(at);
  return Math.floor((leastUs << whole) * (1 + (at - whole)));
}

/** One wait: whatever came of it goes on when its virtual time is over, however long it really took. */
export class Held {
  #resume: (() => void) | null = null;
  #isOver = false;
  readonly #onDropped: (held: Held) => void;

  constructor(onDropped: (held: Held) => void) {
    this.#onDropped = onDropped;
  }

  /** What is to happen then is known. */
  come(resume: () => void): void {
    if (this.#isOver) resume();
    else this.#resume = resume;
  }

  /** Nothing is to happen then. */
  drop(): void {
    this.#resume = null;
    this.#onDropped(this);
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const resume = this.#resume;
    this.#resume = null;
    resume?.();
  }
}

/** Real work that leaves traces which other work may see: one at a time, in the order in which it was asked for. */
export class InTurn {
  #isBusy = false;
  readonly #waiting: (() => void)[] = [];

  /** `start` is called now or later, and calls `over` when its work is done. */
  run(start: () => void): void {
    if (this.#isBusy) {
      this.#waiting.push(start);
      return;
    }
    this.#isBusy = true;
    start();
  }

  over(): void {
    this.#isBusy = false;
    const next = this.#waiting.shift();
    if (next !== undefined) this.run(next);
  }
}

export interface InterleavingOptions {
  /** Of the boot whose code waits. */
  readonly clock: Clock;
  /** Draws for the exchange at hand. */
  readonly random: Random;
  readonly boot: number;
}

/**
 * Lets other requests in while the code of one boot of an edge waits. How long each wait takes is drawn by the exchange
 * it belongs to and its place in it, so that neither the disk nor the machine decides what comes first.
 */
export class Interleaving {
  readonly files = new InTurn();
  readonly #options: InterleavingOptions;
  readonly #held = new Map<Held, TimerHandle>();
  readonly #waitsOf = new WeakMap<object, number>();
  #waitsOfNone = 0;
  #turnDueMs = 0;
  #isOpen = false;

  constructor(options: InterleavingOptions) {
    this.#options = options;
  }

  /** Waits that are not over. */
  get pending(): number {
    return this.#held.size;
  }

  /** The edge is up. Until then waits take no virtual time: nobody is there to be let in. */
  open(): void {
    this.#isOpen = true;
  }

  /** `exchange`: the one that waits, by identity; null for what the edge does by itself. Null: go on at once. */
  hold(wait: Wait, exchange: object | null): Held | null {
    if (!this.#isOpen) return null;
    const { clock, random, boot } = this.#options;
    const nowMs = clock.monotonic();
    const delayMs = waitUs(wait, random.draw(`interleave/${wait}`, boot, this.#count(exchange))) / 1000;
    // Turns come in the order in which they were asked for, as on the loop; work comes as it likes.
    const dueMs = wait === 'turn' ? Math.max(this.#turnDueMs, nowMs + delayMs) : nowMs + delayMs;
    if (wait === 'turn') this.#turnDueMs = dueMs;
    const held = new Held((dropped) => this.#forget(dropped));
    const timer = clock.setTimeout(() => {
      this.#held.delete(held);
      held.end();
    }, dueMs - nowMs);
    this.#held.set(held, timer);
    return held;
  }

  /** The edge crashed: what it waited for comes to nobody. */
  stop(): void {
    this.#isOpen = false;
    for (const held of this.#held.keys()) held.drop();
  }

  /** The world is over: all waits end now, and none begins, so that the edge can put its things away. */
  release(): void {
    this.#isOpen = false;
    for (const [held, timer] of this.#held) {
      this.#options.clock.clearTimeout(timer);
      held.end();
    }
    this.#held.clear();
  }

  #forget(held: Held): void {
    const timer = this.#held.get(held);
    if (timer === undefined) return;
    this.#options.clock.clearTimeout(timer);
    this.#held.delete(held);
  }

  /** How many waits this exchange has had, this one included. */
  #count(exchange: object | null): number {
    if (exchange === null) {
      this.#waitsOfNone += 1;
      return this.#waitsOfNone;
    }
    const count = (this.#waitsOf.get(exchange) ?? 0) + 1;
    this.#waitsOf.set(exchange, count);
    return count;
  }
}
