/** What an `OpenList` keeps with each of its items, which can be in one list at a time. Changed by the list alone. */
export interface Listed<Item> {
  previous: Item | null;
  next: Item | null;
  listed: boolean;
}

/**
 * What is open now, in the order in which it was opened. Any item is taken out without a search, and nothing is made for it: a
 * `Set` of objects costs ten times as much, and of these there are several for each attempt. With 10,000 items, taking the
 * oldest out of a `Map` or an array costs a walk over the holes that earlier removals left.
 */
export class OpenList<Item extends Listed<Item>> {
  #first: Item | null = null;
  #last: Item | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The oldest item, which stays; null when there is none. */
  get first(): Item | null {
    return this.#first;
  }

  /** `item` must be in no list. */
  add(item: Item): void {
    item.previous = this.#last;
    if (this.#last === null) this.#first = item;
    else this.#last.next = item;
    this.#last = item;
    item.listed = true;
    this.#size += 1;
  }

  /** False when it was not in the list any more. */
  remove(item: Item): boolean {
    if (!item.listed) return false;
    const { previous, next } = item;
    if (previous === null) this.#first = next;
    else previous.next = next;
    if (next === null) this.#last = previous;
    else next.previous = previous;
    item.previous = null;
    item.next = null;
    item.listed = false;
    this.#size -= 1;
    return true;
  }

  /** Takes all out, and returns them in their order. */
  takeAll(): readonly Item[] {
    const items = [...this];
    for (const item of items) this.remove(item);
    return items;
  }

  /** Oldest first. The list must not change meanwhile. */
  *[Symbol.iterator](): Generator<Item, void> {
    for (let item = this.#first; item !== null; item = item.next) yield item;
  }
}
