import type { PlainClock, TimerHandle } from '../../ports/index.ts';

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** What it shows at first. */
const START_MS = Date.parse('2026-01-01T00:00:00.000Z');

/** A clock for tests: stands still until it is told to advance. */
export class FakeClock implements PlainClock {
  #elapsedMs = 0;
  #startMs = START_MS;
  #timers: Timer[] = [];

  get timers(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.#startMs + this.#elapsedMs;
  }

  /** Sets the wall clock, in ms since 1970. Timers and monotonic time do not notice. */
  set(nowMs: number): void {
    this.#startMs = nowMs - this.#elapsedMs;
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    const timer = { dueMs: this.#elapsedMs + delayMs, callback };
    this.#timers.push(timer);
    return timer;
  }

  clearTimeout(handle: TimerHandle): void {
    this.#timers = this.#timers.filter((timer) => timer !== handle);
  }

  /** Lets time pass without running anything, as code does that takes long. */
  stall(spanMs: number): void {
    this.#elapsedMs += spanMs;
  }

  /** As a crash does. */
  forgetTimers(): void {
    this.#timers = [];
  }

  /** Runs what is due within `spanMs`, in order of time, then of insertion; also what is set meanwhile. */
  advance(spanMs: number): void {
    const endMs = this.#elapsedMs + spanMs;
    for (;;) {
      const next = this.#earliest();
      if (next === undefined || next.dueMs > endMs) break;
      this.#run(next);
    }
    this.#elapsedMs = endMs;
  }

  /** The same, and lets promises settle before each, so that what they start is seen in time. */
  async advanceAsync(spanMs: number): Promise<void> {
    const endMs = this.#elapsedMs + spanMs;
    for (;;) {
      // oxlint-disable-next-line no-restricted-globals -- real promises settle here; only tests wait so
      await new Promise(setImmediate);
      const next = this.#earliest();
      if (next === undefined || next.dueMs > endMs) break;
      this.#run(next);
    }
    this.#elapsedMs = endMs;
  }

  /** Runs timers until none is left. @throws {Error} after `most` of them. */
  runOut(most = 100_000): void {
    for (let next = this.#earliest(); next !== undefined; next = this.#earliest()) {
      if ((most -= 1) < 0) throw new Error('Timers keep setting timers.');
      this.#run(next);
    }
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) {
      if (earliest === undefined || timer.dueMs < earliest.dueMs) earliest = timer;
    }
    return earliest;
  }

  #run(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
    this.#elapsedMs = Math.max(this.#elapsedMs, timer.dueMs);
    timer.callback();
  }
}
