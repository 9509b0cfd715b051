import { Queue } from '../../lists/queue.ts';
import type { Clock } from '../../ports/index.ts';
import type { Message } from '../../protocol/index.ts';
import type { PageQuery, ReadingPage } from './reading-page.ts';
import type { ReadingsAtHand } from './readings-at-hand.ts';
import type { ClaimResult, ReadingStore } from './reading-store.ts';

export interface MemoryStoreOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** How long a committed key is remembered. At exactly this age it is forgotten. */
  readonly ttlMs: number;
  readonly limit: number;
  /** Where readings are kept as long as their keys, to be read back. Left out: nowhere. */
  readonly readings?: ReadingsAtHand;
}

interface Entry {
  readonly key: string;
  readonly digest: string;
  /** Monotonic milliseconds; null while in progress. */
  expiresAtMs: number | null;
}

/**
 * Keys in memory, gone with the process; of a reading itself it keeps its digest only, unless it is given a place
 * for it (`onStored` of the edge sees the whole). The time of life is the same for all and the clock never goes back, so keys expire in the order of their
 * commits: a queue in that order is swept from its head on each use, at O(1) amortised. (A `Map` walked from its front
 * would do without it, but steps over the holes of deleted entries each time.)
 */
export class MemoryReadingStore implements ReadingStore {
  readonly limit: number;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #ttlMs: number;
  readonly #readings: ReadingsAtHand | undefined;
  /** Where readings can be read back. */
  readonly page?: (query: PageQuery) => ReadingPage;
  readonly #entries = new Map<string, Entry>();
  /** Those that are committed, oldest first. */
  #committed = new Queue<Entry>();
  /** The last one claimed: mostly it is committed next. */
  #claimed: Entry | undefined;
  #peak = 0;

  constructor(options: MemoryStoreOptions) {
    this.#clock = options.clock;
    this.#ttlMs = options.ttlMs;
    this.limit = options.limit;
    const { readings } = options;
    this.#readings = readings;
    if (readings !== undefined) this.page = (query): ReadingPage => this.#page(readings, query);
  }

  claim(key: string, digest: string): ClaimResult {
    this.#sweep();
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      if (entry.expiresAtMs === null) return 'in-progress';
      return entry.digest === digest ? 'duplicate' : 'conflict';
    }
    if (this.#entries.size >= this.limit) return 'full';
    const claimed = { key, digest, expiresAtMs: null };
    this.#entries.set(key, claimed);
    this.#claimed = claimed;
    if (this.#entries.size > this.#peak) this.#peak = this.#entries.size;
    return 'claimed';
  }

  commit(key: string, message?: Message): void {
    const entry = this.#claimed?.key === key ? this.#claimed : this.#entries.get(key);
    this.#claimed = undefined;
    if (entry === undefined || entry.expiresAtMs !== null)
      throw new Error('commit of a key that is not claimed');
    entry.expiresAtMs = this.#clock.monotonic() + this.#ttlMs;
    this.#committed.push(entry);
    if (message !== undefined) this.#readings?.add(message);
  }

  release(key: string): void {
    this.#claimed = undefined;
    if (this.#entries.get(key)?.expiresAtMs === null) this.#entries.delete(key);
  }

  size(): number {
    this.#sweep();
    return this.#entries.size;
  }

  peak(): number {
    return this.#peak;
  }

  #page(readings: ReadingsAtHand, query: PageQuery): ReadingPage {
    this.#sweep();
    return readings.page(query);
  }

  close(): void {
    this.#entries.clear();
    this.#readings?.clear();
    this.#claimed = undefined;
    this.#committed = new Queue();
  }

  #sweep(): void {
    const nowMs = this.#clock.monotonic();
    for (;;) {
      const { first } = this.#committed;
      if (first === undefined || (first.expiresAtMs ?? Infinity) > nowMs) return;
      this.#entries.delete(first.key);
      this.#readings?.remove(first.key);
      this.#committed.take();
    }
  }
}
