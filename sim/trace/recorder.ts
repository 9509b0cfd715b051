import { createHash } from 'node:crypto';
import type { TraceEvent } from './event.ts';
import { eventLine } from './event-line.ts';

export type TraceObserver = (event: TraceEvent) => void;

/** Lines gathered before they are hashed at once: a call per event would cost more than the hashing. */
const LINES_PER_HASH_UPDATE = 64;

/**
 * Takes every event of a run, hands it to the observers in their order, and hashes it. The fingerprint is the
 * SHA-256 of the events as JSON, one per line: equal fingerprints mean equal runs, event by event.
 */
export class Recorder {
  readonly #hash = createHash('sha256');
  readonly #observers: readonly TraceObserver[];
  #lines: string[] = [];
  #held: TraceEvent[] | null = null;
  #count = 0;

  constructor(observers: readonly TraceObserver[]) {
    this.#observers = observers;
  }

  get count(): number {
    return this.#count;
  }

  record(event: TraceEvent): void {
    if (this.#held !== null) {
      this.#held.push(event);
      return;
    }
    this.#count += 1;
    this.#lines.push(eventLine(event));
    if (this.#lines.length === LINES_PER_HASH_UPDATE) this.#hashLines();
    for (const observe of this.#observers) observe(event);
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

  /** Lower-case hex. Ends the recording. */
  fingerprint(): string {
    this.#hashLines();
    return this.#hash.digest('hex');
  }

  #hashLines(): void {
    if (this.#lines.length === 0) return;
    this.#lines.push('');
    this.#hash.update(this.#lines.join('\n'));
    this.#lines = [];
  }
}
