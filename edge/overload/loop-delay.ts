import type { PlainClock, TimerHandle } from '../../ports/index.ts';

const STEP_MS = 20;

/** Each step takes in so much of what is new: a delay shows within some 100 ms, and is over as soon. */
const WEIGHT = 0.2;

/** How late timers come: how late the process is with its work. */
export class LoopDelay {
  readonly #clock: PlainClock;
  #delayMs = 0;
  #dueMs = 0;
  #timer: TimerHandle;

  constructor(clock: PlainClock) {
    this.#clock = clock;
    this.#next();
  }

  /** Of late. */
  get ms(): number {
    return this.#delayMs;
  }

  /**
   * How late the next timer is by now. What is looked at now has been there since this turn of the event loop began, and so
   * has waited at least this long.
   */
  get byNowMs(): number {
    return Math.max(0, this.#clock.monotonic() - this.#dueMs);
  }

  stop(): void {
    this.#clock.clearTimeout(this.#timer);
  }

  #next(): void {
    this.#dueMs = this.#clock.monotonic() + STEP_MS;
    this.#timer = this.#clock.setTimeout(() => {
      const lateMs = Math.max(0, this.#clock.monotonic() - this.#dueMs);
      this.#delayMs += WEIGHT * (lateMs - this.#delayMs);
      this.#next();
    }, STEP_MS);
  }
}
