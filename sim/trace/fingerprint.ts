import { createHash } from 'node:crypto';
import { EventEncoder } from './event-encoder.ts';
import type { TraceEvent } from './event.ts';

/** The SHA-256 of a trace, event by event; `EventEncoder` says of which bytes. */
export class Fingerprint {
  readonly #hash = createHash('sha256');
  readonly #encoder = new EventEncoder((bytes) => void this.#hash.update(bytes));

  add(event: TraceEvent): void {
    this.#encoder.encode(event);
  }

  /** Lower-case hex. Nothing may be added after it. */
  digest(): string {
    this.#encoder.flush();
    return this.#hash.digest('hex');
  }
}
