/** Readings per generation: far more than one device has open at once. */
const GENERATION_SIZE = 10_000;

/**
 * Counts the requests for each reading from 0. Readings that have not been sent for two generations are forgotten, so
 * that a long run keeps its memory flat.
 */
export class AttemptCounter {
  /** Both are made when they are needed: the empty maps of a large fleet add up. */
  #young: Map<number, number> | null = null;
  #old: Map<number, number> | null = null;

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
}
