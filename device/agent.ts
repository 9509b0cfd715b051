import type { Device } from './create-device.ts';
import type { Log, PlainClock, TimerHandle } from '../ports/index.ts';
import type { Sensor } from './sensor.ts';

export interface AgentOptions {
  readonly id: string;
  readonly device: Pick<Device, 'ready' | 'record'>;
  readonly sensor: Sensor;
  readonly clock: PlainClock;
  readonly log: Log;
  /** Milliseconds from one sample to the next, above 0. */
  readonly intervalMs: number;
  /** Readings to take before it stops by itself; null: no end. */
  readonly countMax: number | null;
  /** Called once, after the last of `countMax` readings. */
  readonly onFinished: () => void;
}

/**
 * Samples a sensor at fixed intervals and gives the readings to the device. The n-th sample is due n intervals after
 * the start by the monotonic clock, so late timers do not add up. Samples whose time has passed altogether (the
 * machine slept) are left out, not caught up: they would all measure now.
 */
export class Agent {
  readonly #options: AgentOptions;
  #startedMs = 0;
  #slot = 0;
  #taken = 0;
  #timer: TimerHandle = null;

  constructor(options: AgentOptions) {
    this.#options = options;
  }

  /** The first sample is taken at once. */
  start(): void {
    this.#startedMs = this.#options.clock.monotonic();
    this.#slot = 0;
    this.#schedule(0);
  }

  stop(): void {
    if (this.#timer !== null) this.#options.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(delayMs: number): void {
    this.#timer = this.#options.clock.setTimeout(() => this.#tick(), delayMs);
  }

  #tick(): void {
    const { clock, countMax, intervalMs, onFinished } = this.#options;
    this.#timer = null;
    this.#sample();
    if (countMax !== null && this.#taken >= countMax) {
      onFinished();
      return;
    }
    const elapsedMs = clock.monotonic() - this.#startedMs;
    this.#slot = Math.max(this.#slot, Math.floor(elapsedMs / intervalMs)) + 1;
    this.#schedule(Math.max(0, this.#startedMs + this.#slot * intervalMs - clock.monotonic()));
  }

  #sample(): void {
    const { clock, device, id, log, sensor } = this.#options;
    if (!device.ready()) return;
    try {
      device.record(sensor(clock.now()));
      this.#taken += 1;
    } catch (error) {
      // A full or broken disk must not end the agent: the next sample may find it mended.
      const reason = error instanceof Error ? error.message : String(error);
      log('error', 'sample_failed', { device_id: id, sequence_id: null, correlation_id: null, reason });
    }
  }
}
