import type { ClaimResult, ReadingStore } from '../../edge/index.ts';
import type { Message } from '../../protocol/index.ts';
import type { Disk } from '../../ports/index.ts';

/** It has a place on its disk, which alone tells that it uses one. */
const PLACE = 'store';

/**
 * A store of our own that fails while its disk is away, whatever it stores in: whoever asks it for a key, or to begin a
 * commit. What has begun is done.
 */
export class StoreOnDisk implements ReadingStore {
  readonly #store: ReadingStore;
  readonly #disk: Disk;

  constructor(store: ReadingStore, disk: Disk) {
    this.#store = store;
    this.#disk = disk;
    disk.write(PLACE, '');
  }

  get limit(): number {
    return this.#store.limit;
  }

  claim(key: string, digest: string): ClaimResult | Promise<ClaimResult> {
    this.#disk.sync();
    return this.#store.claim(key, digest);
  }

  commit(key: string, message: Message): void | Promise<void> {
    this.#disk.sync();
    return this.#store.commit(key, message);
  }

  release(key: string): void | Promise<void> {
    return this.#store.release(key);
  }

  size(): number {
    return this.#store.size();
  }

  peak(): number {
    return this.#store.peak();
  }

  close(): void | Promise<void> {
    return this.#store.close();
  }
}
