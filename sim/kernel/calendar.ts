/** One thing that will happen. `slot` is its place in the heap, −1 once it has left. */
export interface CalendarEntry {
  readonly atUs: number;
  readonly order: number;
  readonly run: () => void;
  slot: number;
}

function isBefore(a: CalendarEntry, b: CalendarEntry): boolean {
  return a.atUs < b.atUs || (a.atUs === b.atUs && a.order < b.order);
}

/**
 * The future: a binary heap ordered by (time, insertion). Push, pop and cancel cost O(log n); an entry knows its
 * slot, so that a cancelled timeout leaves at once and does not fill memory until its time would have come.
 */
export class Calendar {
  readonly #heap: CalendarEntry[] = [];
  #inserted = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** `atUs`: whole microseconds of kernel time. */
  push(atUs: number, run: () => void): CalendarEntry {
    const entry: CalendarEntry = { atUs, order: this.#inserted, run, slot: this.#heap.length };
    this.#inserted += 1;
    this.#heap.push(entry);
    this.#rise(entry, entry.slot);
    return entry;
  }

  peek(): CalendarEntry | undefined {
    return this.#heap[0];
  }

  pop(): CalendarEntry | undefined {
    const first = this.#heap[0];
    if (first !== undefined) this.#take(first);
    return first;
  }

  /** True if the entry was still to come. */
  cancel(entry: CalendarEntry): boolean {
    if (entry.slot < 0) return false;
    this.#take(entry);
    return true;
  }

  #take(entry: CalendarEntry): void {
    const slot = entry.slot;
    entry.slot = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === entry) return;
    this.#heap[slot] = last;
    last.slot = slot;
    this.#rise(last, slot);
    this.#sink(last, last.slot);
  }

  #rise(entry: CalendarEntry, from: number): void {
    const heap = this.#heap;
    let slot = from;
    while (slot > 0) {
      const parentSlot = (slot - 1) >> 1;
      const parent = heap[parentSlot];
      if (parent === undefined || !isBefore(entry, parent)) break;
      heap[slot] = parent;
      parent.slot = slot;
      slot = parentSlot;
    }
    heap[slot] = entry;
    entry.slot = slot;
  }

  #sink(entry: CalendarEntry, from: number): void {
    const heap = this.#heap;
    let slot = from;
    for (;;) {
      let childSlot = 2 * slot + 1;
      let child = heap[childSlot];
      if (child === undefined) break;
      const right = heap[childSlot + 1];
      if (right !== undefined && isBefore(right, child)) {
        childSlot += 1;
        child = right;
      }
      if (!isBefore(child, entry)) break;
      heap[slot] = child;
      child.slot = slot;
      slot = childSlot;
    }
    heap[slot] = entry;
    entry.slot = slot;
  }
}
