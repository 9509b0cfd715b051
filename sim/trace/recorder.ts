import type { TraceEvent } from './event.ts';
import { Fingerprint } from './fingerprint.ts';

export type TraceObserver = (event: TraceEvent) => void;

/**
 * Events that are looked at together. What hashes and judges a run is a lot of code, and as much comes between two events:
 * taken by turns they drive each other out of the processor's caches.
 */
const BATCH = 64;

/**
 * Takes every event of a run, hashes it and hands it to the observers, in the order in which they were recorded. Events
 * are handed on in batches, so nobody may change one after it was recorded; `flush` hands on what waits. Equal
 * fingerprints mean equal runs, event by event.
 */
export class Recorder {
  readonly #fingerprint = new Fingerprint();
  readonly #observers: readonly TraceObserver[];
  readonly #recorded: () => void;
  /** The first `#waits` places are taken. Null keeps the place of a cause that is told after its effects. */
  readonly #waiting: (TraceEvent | null)[] = [];
  #waits = 0;
  #placeKept = false;

  /** `recorded` is called after each event, at once; after what `recordBefore` held back, once. */
  constructor(observers: readonly TraceObserver[], recorded: () => void) {
    this.#observers = observers;
    this.#recorded = recorded;
  }

  record(event: TraceEvent): void {
    this.#put(event);
    if (!this.#placeKept) this.#told();
  }

  /**
   * Runs `act`, then puts what `first` makes of its value before all that was recorded meanwhile: for a cause that can be
   * told in full only after its effects. What throws leaves nothing of that in the trace. Not to be nested.
   */
  recordBefore<Value>(act: () => Value, first: (value: Value) => TraceEvent): void {
    const place = this.#waits;
    this.#put(null);
    this.#placeKept = true;
    let done = false;
    try {
      this.#waiting[place] = first(act());
      done = true;
    } finally {
      this.#placeKept = false;
      if (!done) this.#waits = place;
    }
    this.#told();
  }

  /** From here on the observers have seen all that was recorded. @throws {Error} within `recordBefore`. */
  flush(): void {
    if (this.#placeKept)
      throw new Error('The trace was asked for while the cause of its last events was still to come.');
    const waits = this.#waits;
    if (waits === 0) return;
    this.#waits = 0;
    for (let place = 0; place < waits; place += 1) {
      const event = this.#waiting[place];
      if (event) this.#fingerprint.add(event);
    }
    for (const observe of this.#observers) {
      for (let place = 0; place < waits; place += 1) {
        const event = this.#waiting[place];
        if (event) observe(event);
      }
    }
  }

  /** Lower-case hex. Ends the recording. */
  fingerprint(): string {
    this.flush();
    return this.#fingerprint.digest();
  }

  /** Places are used again and again: an array that grows from nothing for each batch is copied several times. */
  #put(event: TraceEvent | null): void {
    this.#waiting[this.#waits] = event;
    this.#waits += 1;
  }

  #told(): void {
    if (this.#waits >= BATCH) this.flush();
    this.#recorded();
  }
}
