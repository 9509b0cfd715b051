/** How wrong a clock is from an instant on. */
export interface ClockError {
  readonly offsetMs: number;
  readonly driftPpm: number;
}

const RIGHT: ClockError = { offsetMs: 0, driftPpm: 0 };

/** How far the wall clock of one machine is from the time of the world. It outlives the boots of what runs there. */
export class WallClockError {
  #error = RIGHT;
  /** Since when it drifts, in kernel time. */
  #sinceUs = 0;

  /** Null: it is right from now on. A drift that stays the same goes on from where it began. */
  set(error: ClockError | null, nowUs: number): void {
    const next = error ?? RIGHT;
    if (next.driftPpm !== this.#error.driftPpm) this.#sinceUs = nowUs;
    this.#error = next;
  }

  /** Whole ms that the clock shows too much. */
  aheadMs(nowUs: number): number {
    const { offsetMs, driftPpm } = this.#error;
    // Millionths of microseconds, so a thousandth of a millionth of a ms; in this order it is exact to the end.
    return driftPpm === 0 ? offsetMs : offsetMs + Math.floor(((nowUs - this.#sinceUs) * driftPpm) / 1e9);
  }
}
