/** Readings per generation: far more than one device has open at once. */
const GENERATION_SIZE = 10_000;

/** Readings that have their end and are remembered still: a device may send one again at once, on purpose. */
const ENDED_KEPT = 64;

/**
 * Counts the requests for each reading from 0. A reading is forgotten some time after its end; of a device that does not
 * say how its readings end, those are that have not been sent for two generations. So a long run keeps its memory flat.
 */
export class AttemptCounter {
  /** Both are made when they are needed: the empty maps of a large fleet add up. */
  #young: Map<number, number> | null = null;
  #old: Map<number, number> | null = null;
  /** In the order of their ends, from `#endedFrom` on. */
  #ended: number[] | null = null;
  #endedFrom = 0;

  /** The number of this request for this reading. */
  next(reading: number): number {
    this.#young ??= new Map();
    const sent = this.#young.get(reading) ?? this.#old?.get(reading) ?? 0;
    this.#young.set(reading, sent + 1);
    if (this.#young.size > GENERATION_SIZE) {
      this.#old = this.#young;
      this.#young = null;
    }
    return sent;
  }

  /** The device said that this reading has its end. */
  end(reading: number): void {
    this.#ended ??= [];
    this.#ended.push(reading);
    if (this.#ended.length - this.#endedFrom <= ENDED_KEPT) return;
    const forgotten = this.#ended[this.#endedFrom] ?? reading;
    this.#endedFrom += 1;
    this.#young?.delete(forgotten);
    this.#old?.delete(forgotten);
    if (this.#endedFrom < ENDED_KEPT) return;
    this.#ended = this.#ended.slice(this.#endedFrom);
    this.#endedFrom = 0;
  }
}
