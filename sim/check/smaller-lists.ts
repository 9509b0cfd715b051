import { REFUSED_TOGETHER } from '../host/wire/answer-words.ts';
import type { LedgerView, ReadingEntry } from '../ledger/index.ts';
import type { EventOf } from '../trace/event.ts';

/** The last list that a reading went in. */
interface Listed {
  readonly at: number;
  readonly size: number;
  /** Of the list before that; null: none is known. */
  readonly sizeBefore: number | null;
}

/** Who looks for the bad one in a list that was refused as a whole sends its parts, which are other requests. */
export class SmallerLists {
  readonly #ledger: Pick<LedgerView, 'find'>;
  readonly #senders = new Set<string>();
  readonly #last = new WeakMap<ReadingEntry, Listed>();
  /** How often each reading left such a list, in the boot at hand. */
  readonly #left = new WeakMap<ReadingEntry, number>();

  constructor(ledger: Pick<LedgerView, 'find'>) {
    this.#ledger = ledger;
  }

  /** Before its attempts. */
  listed({ at, device, readings }: EventOf<'batch_sent'>): void {
    this.#senders.add(device);
    const size = readings.length;
    for (const reading of readings) {
      const entry = this.#ledger.find(device, reading);
      if (entry === undefined) continue;
      const before = this.#last.get(entry);
      this.#last.set(entry, { at, size, sizeBefore: before === undefined ? null : before.size });
    }
  }

  /** Whether it has sent any. */
  has(device: string): boolean {
    return this.#senders.has(device);
  }

  /** How often it has left one in this boot, with the attempt that is sent now. */
  leftBy(entry: ReadingEntry, at: number): Left {
    const before = entry.bootAttempts > 1 ? (this.#left.get(entry) ?? 0) : 0;
    const isNow = this.#isSmaller(entry, at);
    const count = isNow ? before + 1 : before;
    if (count > 0 || this.#left.has(entry)) this.#left.set(entry, count);
    return { count, isNow };
  }

  #isSmaller(entry: ReadingEntry, at: number): boolean {
    if (entry.lastEnding?.status !== REFUSED_TOGETHER) return false;
    const last = this.#last.get(entry);
    // Without a list of this instant it goes alone.
    return last?.at !== at || last.sizeBefore === null || last.size < last.sizeBefore || last.size === 1;
  }
}

export interface Left {
  readonly count: number;
  readonly isNow: boolean;
}
