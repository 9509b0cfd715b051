import type { Ledger } from '../ledger/index.ts';

/**
 * Readings that the device gave up, for want of retries or of room, although the edge has them. They are a part of
 * `storedUnacknowledged`, which also holds what was rejected, dropped or pending when it was stored.
 */
export class FalseFailureMeter {
  #count = 0;

  constructor(ledger: Ledger) {
    ledger.onClosed(({ entry, end }) => {
      if (entry.storedTimes > 0 && (end === 'exhausted' || end === 'overflowed')) this.#count += 1;
    });
  }

  /** Call after the ledger was concluded. */
  conclude(): number {
    return this.#count;
  }
}
