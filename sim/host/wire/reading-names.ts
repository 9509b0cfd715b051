/** A whole number as JavaScript writes it. */
const WHOLE = /^(?:0|[1-9]\d*)$/;

/**
 * The numbers that the readings of one device have in the trace. An id that is a whole number, as a number or as a text, is
 * its own number; any other gets the next that is free when it is first seen.
 */
export class ReadingNames {
  readonly #numbers = new Map<string, number>();
  readonly #names = new Map<number, string>();
  #next = 0;

  /** `named` is told of an id that is no number, when it is first seen. */
  numberOf(id: string | number, named: (number: number, name: string) => void): number {
    const name = String(id);
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const own = WHOLE.test(name) ? Number(name) : -1;
    if (Number.isSafeInteger(own) && own >= 0 && !this.#names.has(own)) {
      this.#next = Math.max(this.#next, own + 1);
      return own;
    }
    const number = this.#next;
    this.#next += 1;
    this.#numbers.set(name, number);
    this.#names.set(number, name);
    named(number, name);
    return number;
  }
}
