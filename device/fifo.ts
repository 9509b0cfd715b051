/** What a value carries to be in a `Fifo`: its neighbours there, which only the list changes. */
export interface Linked<Value> {
  previous: Value | null;
  next: Value | null;
}

/**
 * First in, first out, with removal from the middle in constant time. Not a `Map` or an array: with 10,000 readings
 * waiting, taking the oldest out of either costs a walk over the holes that earlier removals left. The values carry
 * the links, so a value can be in one list at a time and costs no more there.
 */
export class Fifo<Value extends Linked<Value>> {
  #first: Value | null = null;
  #last: Value | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The oldest value, which stays; null when there is none. */
  get first(): Value | null {
    return this.#first;
  }

  /** `value` must be in no list. */
  push(value: Value): void {
    if (this.#last === null) this.#first = value;
    else {
      this.#last.next = value;
      value.previous = this.#last;
    }
    this.#last = value;
    this.#size += 1;
  }

  /** `value` must be in this list. */
  remove(value: Value): void {
    if (value.previous === null) this.#first = value.next;
    else value.previous.next = value.next;
    if (value.next === null) this.#last = value.previous;
    else value.next.previous = value.previous;
    value.previous = null;
    value.next = null;
    this.#size -= 1;
  }

  /** Oldest first. The list must not change meanwhile. */
  *[Symbol.iterator](): Generator<Value, void> {
    for (let value = this.#first; value !== null; value = value.next) yield value;
  }
}
