/** Lanes beside each other, in which nothing overlaps. */
export class FreeLanes {
  readonly #until: number[] = [];
  readonly #max: number;

  /** @param max lanes; what finds none of them free shares the last */
  constructor(max = Infinity) {
    this.#max = max;
  }

  get count(): number {
    return this.#until.length;
  }

  /** The first lane, from 0, that is free at `from`; taken until `to`. Ask in the order of `from`. */
  take(from: number, to: number): number {
    const found = this.#until.findIndex((until) => until <= from);
    const lane = Math.min(this.#max - 1, found === -1 ? this.#until.length : found);
    this.#until[lane] = to;
    return lane;
  }
}
