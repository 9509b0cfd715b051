/** How long to look back, and in how many slices. */
export interface SlidingWindow {
  readonly windowMs: number;
  readonly slices: number;
}

/**
 * How many there were within the last `windowMs`, in bounded memory: time is cut into slices, and a slice is forgotten as a
 * whole. The window therefore spans from `windowMs` less one slice to `windowMs`. Source: Finagle's `WindowedAdder`.
 */
export class SlidingCount {
  readonly #sliceMs: number;
  readonly #counts: Float64Array;
  #newest = 0;
  #total = 0;

  constructor({ windowMs, slices }: SlidingWindow) {
    this.#sliceMs = windowMs / slices;
    this.#counts = new Float64Array(slices);
  }

  add(nowMs: number): void {
    this.#forget(nowMs);
    const place = this.#newest % this.#counts.length;
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    this.#total += 1;
  }

  at(nowMs: number): number {
    this.#forget(nowMs);
    return this.#total;
  }

  /** A clock that went back adds to the newest slice. */
  #forget(nowMs: number): void {
    const slice = Math.floor(nowMs / this.#sliceMs);
    if (slice <= this.#newest) return;
    const { length } = this.#counts;
    if (slice - this.#newest >= length) {
      this.#counts.fill(0);
      this.#total = 0;
    } else {
      for (let passed = this.#newest + 1; passed <= slice; passed += 1) {
        const place = passed % length;
        this.#total -= this.#counts[place] ?? 0;
        this.#counts[place] = 0;
      }
    }
    this.#newest = slice;
  }
}
