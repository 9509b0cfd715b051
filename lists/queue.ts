/** Array slots that may stand empty at the front before they are given back: to do so at each step would cost a copy. */
const SLACK = 32;

/** First in, first out, in constant time: `shift` of an array costs the length of it. */
export class Queue<Item> {
  #items: Item[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  /** The item that came first, which stays; undefined when there is none. */
  get first(): Item | undefined {
    return this.#items[this.#head];
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** Takes the first item out. */
  take(): Item | undefined {
    const { first } = this;
    if (this.size > 0) this.#head += 1;
    if (this.#head > SLACK && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return first;
  }
}
