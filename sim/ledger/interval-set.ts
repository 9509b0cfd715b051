/**
 * A set of integers kept as runs of neighbours. Sequence ids are handed out one after another, so a set of a
 * million of them is a handful of runs: memory grows with the gaps, not with the members.
 *
 * Adding above the greatest member is O(1); elsewhere O(log runs) to find plus the shift of an array.
 */
export class IntervalSet {
  /** First member of each run, ascending; `#lasts` has the last, inclusive. Runs never touch. */
  readonly #firsts: number[] = [];
  readonly #lasts: number[] = [];
  #size = 0;
  /** The greatest member; to ask for the last of an empty array is slow, and there are many empty sets. */
  #greatest = -Infinity;

  get size(): number {
    return this.#size;
  }

  /** How many runs: what memory is proportional to. */
  get runs(): number {
    return this.#firsts.length;
  }

  /** Adds a whole number; false when it was a member already. */
  add(value: number): boolean {
    if (value > this.#greatest + 1) {
      this.#firsts.push(value);
      this.#lasts.push(value);
      this.#greatest = value;
    } else if (value === this.#greatest + 1) {
      this.#lasts[this.#lasts.length - 1] = value;
      this.#greatest = value;
    } else if (!this.#addInside(value)) {
      return false;
    }
    this.#size += 1;
    return true;
  }

  has(value: number): boolean {
    if (value > this.#greatest) return false;
    const at = this.#runAtOrBefore(value);
    const last = this.#lasts[at];
    return last !== undefined && value <= last;
  }

  /** The runs in ascending order, both ends inclusive. */
  *intervals(): Generator<readonly [first: number, last: number]> {
    for (const [index, first] of this.#firsts.entries()) yield [first, this.#lasts[index] ?? first];
  }

  /** The members in ascending order. */
  *values(): Generator<number> {
    for (const [first, last] of this.intervals()) {
      for (let value = first; value <= last; value += 1) yield value;
    }
  }

  /** For a value not above the greatest member. */
  #addInside(value: number): boolean {
    const before = this.#runAtOrBefore(value);
    const lastBefore = this.#lasts[before];
    if (lastBefore !== undefined && value <= lastBefore) return false;
    const after = before + 1;
    const joinsBefore = lastBefore !== undefined && lastBefore + 1 === value;
    const joinsAfter = this.#firsts[after] === value + 1;
    if (joinsBefore && joinsAfter) {
      this.#lasts.splice(before, 1);
      this.#firsts.splice(after, 1);
    } else if (joinsBefore) {
      this.#lasts[before] = value;
    } else if (joinsAfter) {
      this.#firsts[after] = value;
    } else {
      this.#firsts.splice(after, 0, value);
      this.#lasts.splice(after, 0, value);
    }
    return true;
  }

  /** Index of the last run that begins at or before `value`, −1 when there is none. */
  #runAtOrBefore(value: number): number {
    let low = 0;
    let high = this.#firsts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const first = this.#firsts[middle];
      if (first !== undefined && first <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
