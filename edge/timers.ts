import type { PlainClock, TimerHandle } from '../ports/index.ts';

/** The edge's own timers, so that closing it leaves none behind. */
export class Timers {
  readonly #clock: PlainClock;
  readonly #pending = new Set<TimerHandle>();
  #closed = false;

  constructor(clock: PlainClock) {
    this.#clock = clock;
  }

  after(delayMs: number, callback: () => void): void {
    if (this.#closed) return;
    const handle = this.#clock.setTimeout(() => {
      this.#pending.delete(handle);
      callback();
    }, delayMs);
    this.#pending.add(handle);
  }

  /** Cancels what is pending; whatever waited for it waits for ever, as after a crash. */
  close(): void {
    this.#closed = true;
    for (const handle of this.#pending) this.#clock.clearTimeout(handle);
    this.#pending.clear();
  }
}
