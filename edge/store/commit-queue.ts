/** What is written at once, and who waits for it. */
interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface CommitQueueOptions<Item> {
  /** The most items of one write. */
  readonly itemsMax: number;
  /** Calls back when all that has come by now has had its chance to be put in: at the end of a turn of the event loop, say. */
  readonly gather: (then: () => void) => void;
  /** Calls back when the disk would be done with a write. */
  readonly sync: (then: () => void) => void;
  /** Writes all or nothing, and has it on disk when it returns. Throws where it can't. */
  readonly write: (items: readonly Item[]) => void;
}

/**
 * Group commit: a disk takes as long to sync one row as to sync many, so whatever comes while one write is under way is the
 * next write. An item is done only when it is on disk.
 */
export class CommitQueue<Item> {
  readonly #options: CommitQueueOptions<Item>;
  #waiting: Waiting<Item>[] = [];
  /** The batch whose sync is under way. */
  #atWork: readonly Waiting<Item>[] = [];
  #state: 'idle' | 'gathering' | 'writing' = 'idle';

  constructor(options: CommitQueueOptions<Item>) {
    this.#options = options;
  }

  /** Items that are not written yet. */
  get size(): number {
    return this.#waiting.length + this.#atWork.length;
  }

  /** Kept when the item is on disk. Rejects with what `write` threw: then nothing of that write was stored. */
  put(item: Item): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
    });
    if (this.#state !== 'writing') this.#goOn();
    return done;
  }

  /** Writes all that waits, now. */
  flush(): void {
    this.#write();
    while (this.#waiting.length > 0) {
      this.#take();
      this.#write();
    }
  }

  /** What is enough for a write waits for no more: a turn in which ever more comes may be a long one. */
  #goOn(): void {
    if (this.#waiting.length >= this.#options.itemsMax) this.#writeNext();
    else if (this.#waiting.length > 0 && this.#state === 'idle') {
      this.#state = 'gathering';
      this.#options.gather(() => {
        if (this.#state === 'gathering') this.#writeNext();
      });
    }
  }

  #writeNext(): void {
    this.#state = 'writing';
    this.#take();
    this.#options.sync(() => {
      this.#write();
      this.#state = 'idle';
      this.#goOn();
    });
  }

  #take(): void {
    this.#atWork = this.#waiting.slice(0, this.#options.itemsMax);
    this.#waiting = this.#waiting.slice(this.#options.itemsMax);
  }

  #write(): void {
    const batch = this.#atWork;
    this.#atWork = [];
    if (batch.length === 0) return;
    try {
      this.#options.write(batch.map(({ item }) => item));
    } catch (error) {
      for (const { reject } of batch) reject(error);
      return;
    }
    for (const { resolve } of batch) resolve();
  }
}
