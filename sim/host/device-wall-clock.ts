import type { Reading } from '../../protocol/index.ts';
import { epochMsFromUs } from '../kernel/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { WallClockError } from './wall-clock-error.ts';
import type { ClockError } from './wall-clock-error.ts';

/** The wall clock of a device's machine: it may be wrong, or not set at all, and outlives the boots. */
export class DeviceWallClock {
  readonly error = new WallClockError();
  readonly #kernel: Kernel;
  /** Whether the timestamps of readings show it. */
  #isShown = false;
  #said: ClockError | null = null;
  /** While it is not set. */
  #unset: ClockError | null = null;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** How far it is ahead of the time of the world, in whole ms. */
  get aheadMs(): number {
    return this.error.aheadMs(this.#kernel.nowUs);
  }

  /** From now on it is so wrong; null: right. */
  set(error: ClockError | null, { isShown }: { readonly isShown: boolean }): void {
    this.#said = error;
    this.#isShown = isShown;
    if (this.#unset === null) this.error.set(error, this.#kernel.nowUs);
  }

  /** From now on it goes on from this instant, in ms since the epoch, whatever else is wrong with it; null: it is set. */
  unset(fromMs: number | null): void {
    const { nowUs } = this.#kernel;
    this.#unset = fromMs === null ? null : { offsetMs: fromMs - epochMsFromUs(nowUs), driftPpm: 0 };
    this.error.set(this.#unset ?? this.#said, nowUs);
  }

  /** What the sensor makes of a reading by this clock. */
  stamped(reading: Reading): Reading {
    if (this.#unset === null && !this.#isShown) return reading;
    const timestamp = new Date(Date.parse(reading.timestamp) + this.aheadMs).toISOString();
    return { ...reading, timestamp };
  }
}
