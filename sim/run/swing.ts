/** A load that swings about its mean. */
export interface Swing {
  /** How far above the mean it is at its peak, 0 to 1. */
  readonly by: number;
  /** When the peak is, in ms of virtual time. */
  readonly peakMs: number;
  readonly periodMs: number;
}

/**
 * The clock of a load that swings: it runs faster while the load is high, and in each period it goes as far as time does. What
 * comes at even steps of it comes at the rate of the load. The rate falls from 1 + `by` at the peak in a straight line to
 * 1 − `by` half a period later, and rises again: its integral is made of parabolas, whose roots are the same to the last
 * bit on every machine, as sines are not.
 */
export class SwingClock {
  readonly #swing: Swing;
  readonly #atStart: number;

  constructor(swing: Swing) {
    this.#swing = swing;
    this.#atStart = this.#periodsAt(0);
  }

  /** What the clock shows at `ms` of virtual time, from 0. */
  shownAt(ms: number): number {
    return (this.#periodsAt(ms) - this.#atStart) * this.#swing.periodMs;
  }

  /** When the clock shows that, in ms of virtual time. */
  timeOf(shownMs: number): number {
    const { by, peakMs, periodMs } = this.#swing;
    const periods = shownMs / periodMs + this.#atStart;
    const whole = Math.floor(periods);
    return peakMs + periodMs * (whole + phaseOf(periods - whole, by));
  }

  /** In periods since the peak. */
  #periodsAt(ms: number): number {
    const { by, peakMs, periodMs } = this.#swing;
    const phases = (ms - peakMs) / periodMs;
    const whole = Math.floor(phases);
    return whole + shareOf(phases - whole, by);
  }
}

/** The share of a period's load that has come at this phase, both 0 to 1. */
function shareOf(phase: number, by: number): number {
  if (phase < 0.5) return phase + by * phase * (1 - 2 * phase);
  const late = phase - 0.5;
  return phase - by * late * (1 - 2 * late);
}

/** The phase at which this share has come: the root of the parabola above, in the form that does not cancel. */
function phaseOf(share: number, by: number): number {
  if (share < 0.5) return (2 * share) / (1 + by + Math.sqrt((1 + by) ** 2 - 8 * by * share));
  const late = share - 0.5;
  const below = 1 - by + Math.sqrt((1 - by) ** 2 + 8 * by * late);
  return below === 0 ? 0.5 : 0.5 + (2 * late) / below;
}
