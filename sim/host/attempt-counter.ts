/** Readings per generation: far more than one device has open at once. */
const GENERATION_SIZE = 10_000;

/**
 * Counts the requests for each reading from 0. Readings that have not been sent for two generations are forgotten, so
 * that a long run keeps its memory flat.
 */
export class AttemptCounter {
  #young = new Map<number, number>();
  #old = new Map<number, number>();

  /** The number of this request for this reading. */
  next(reading: number): number {
    const sent = this.#young.get(reading) ?? this.#old.get(reading) ?? 0;
    this.#young.set(reading, sent + 1);
    if (this.#young.size > GENERATION_SIZE) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    return sent;
  }
}
