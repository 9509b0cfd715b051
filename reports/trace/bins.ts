/** Enough for any width of a page. */
const BINS_MAX = 1_024;

/** Sums over stretches of virtual time, all of the same width. */
export interface Binned {
  /** Microseconds. */
  readonly widthUs: number;
  /** From the start of the world; what comes later is 0. */
  readonly sums: readonly number[];
}

/** Adds up by time. The width doubles where a run is longer than was thought, so memory stays bounded. */
export class Bins {
  #widthUs: number;
  #sums: number[] = [];

  constructor(widthUs = 1_000_000) {
    this.#widthUs = widthUs;
  }

  add(at: number, amount = 1): void {
    let index = Math.floor(at / this.#widthUs);
    while (index >= BINS_MAX) {
      this.#double();
      index = Math.floor(at / this.#widthUs);
    }
    while (this.#sums.length <= index) this.#sums.push(0);
    this.#sums[index] = (this.#sums[index] ?? 0) + amount;
  }

  conclude(): Binned {
    return { widthUs: this.#widthUs, sums: [...this.#sums] };
  }

  #double(): void {
    this.#widthUs *= 2;
    this.#sums = halved(this.#sums);
  }
}

/** Each two of them put together. */
export function halved(sums: readonly number[]): number[] {
  return Array.from(
    { length: Math.ceil(sums.length / 2) },
    (_, at) => (sums[2 * at] ?? 0) + (sums[2 * at + 1] ?? 0),
  );
}

/** The same in stretches of `widthUs`, a width that was doubled from theirs so and so often. */
export function widened({ widthUs: from, sums: given }: Binned, widthUs: number): readonly number[] {
  let sums = [...given];
  for (let width = from; width < widthUs; width *= 2) sums = halved(sums);
  return sums;
}
