import { createHash } from 'node:crypto';
import type { TraceEvent } from './event.ts';
import { eventLine } from './event-line.ts';

export type TraceObserver = (event: TraceEvent) => void;

/**
 * Events that are looked at together. What hashes and judges a run is a lot of code, and as much comes between two events:
 * taken by turns they drive each other out of the processor's caches.
 */
const BATCH = 64;

/**
 * Takes every event of a run, hashes it and hands it to the observers, in the order in which they were recorded. Events
 * are handed on in batches, so nobody may change one after it was recorded; `flush` hands on what waits. The
 * fingerprint is the SHA-256 of the events as JSON, one per line: equal fingerprints mean equal runs, event by event.
 */
export class Recorder {
  readonly #hash = createHash('sha256');
  readonly #observers: readonly TraceObserver[];
  readonly #recorded: () => void;
  #waiting: TraceEvent[] = [];
  #held: TraceEvent[] | null = null;

  /** `recorded` is called after each event, at once. */
  constructor(observers: readonly TraceObserver[], recorded: () => void) {
    this.#observers = observers;
    this.#recorded = recorded;
  }

  record(event: TraceEvent): void {
    if (this.#held !== null) {
      this.#held.push(event);
      return;
    }
    this.#waiting.push(event);
    if (this.#waiting.length === BATCH) this.flush();
    this.#recorded();
  }

  /**
   * Runs `act`, then records what `first` makes of its value, then all that was recorded meanwhile: for a cause that
   * can be told in full only after its effects.
   */
  recordBefore<Value>(act: () => Value, first: (value: Value) => TraceEvent): void {
    const held: TraceEvent[] = [];
    this.#held = held;
    let value: Value;
    try {
      value = act();
    } finally {
      this.#held = null;
    }
    this.record(first(value));
    for (const event of held) this.record(event);
  }

  /** From here on the observers have seen all that was recorded. */
  flush(): void {
    const events = this.#waiting;
    if (events.length === 0) return;
    this.#waiting = [];
    let lines = '';
    for (const event of events) lines += `${eventLine(event)}\n`;
    this.#hash.update(lines);
    for (const event of events) for (const observe of this.#observers) observe(event);
  }

  /** Lower-case hex. Ends the recording. */
  fingerprint(): string {
    this.flush();
    return this.#hash.digest('hex');
  }
}
