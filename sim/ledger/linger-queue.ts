import { Queue } from '../../lists/queue.ts';

/** Items that become due a fixed time after they were put in; in and out in the order of time, O(1) amortised. */
export class LingerQueue<T> {
  readonly #lingerUs: number;
  readonly #items = new Queue<{ readonly item: T; readonly at: number }>();

  constructor(lingerUs: number) {
    this.#lingerUs = lingerUs;
  }

  get size(): number {
    return this.#items.size;
  }

  /** `at` in microseconds, not before that of the item put in last. */
  push(item: T, at: number): void {
    this.#items.push({ item, at });
  }

  isDue(at: number): boolean {
    const { first } = this.#items;
    return first !== undefined && at - first.at > this.#lingerUs;
  }

  takeDue(at: number): readonly T[] {
    const due: T[] = [];
    while (this.isDue(at)) {
      const first = this.#items.take();
      if (first !== undefined) due.push(first.item);
    }
    return due;
  }
}
