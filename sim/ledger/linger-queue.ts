/** Items that become due a fixed time after they were put in; in and out in the order of time, O(1) amortised. */
export class LingerQueue<T> {
  readonly #lingerUs: number;
  #items: { readonly item: T; readonly at: number }[] = [];
  #head = 0;

  constructor(lingerUs: number) {
    this.#lingerUs = lingerUs;
  }

  get size(): number {
    return this.#items.length - this.#head;
  }

  /** `at` in microseconds, not before that of the item put in last. */
  push(item: T, at: number): void {
    this.#items.push({ item, at });
  }

  isDue(at: number): boolean {
    const first = this.#items[this.#head];
    return first !== undefined && at - first.at > this.#lingerUs;
  }

  takeDue(at: number): readonly T[] {
    const due: T[] = [];
    for (let first = this.#items[this.#head]; first !== undefined; first = this.#items[this.#head]) {
      if (at - first.at <= this.#lingerUs) break;
      due.push(first.item);
      this.#head += 1;
    }
    if (this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return due;
  }
}
