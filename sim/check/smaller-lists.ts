import { REFUSED_TOGETHER } from '../host/wire/answer-words.ts';
import type { ReadingEntry } from '../ledger/index.ts';
import type { EventOf } from '../trace/event.ts';

/** The last list that a reading went in. */
interface Listed {
  readonly at: number;
  readonly size: number;
  /** Of the list before that; 0: there was none. */
  readonly sizeBefore: number;
}

/** Who looks for the bad one in a list that was refused as a whole sends its parts, which are other requests. */
export class SmallerLists {
  readonly #of = new Map<string, Map<number, Listed>>();
  /** How often each reading left such a list, in the boot at hand. */
  readonly #left = new WeakMap<ReadingEntry, number>();

  /** Before its attempts. */
  listed({ at, device, readings }: EventOf<'batch_sent'>): void {
    const of = this.#of.get(device) ?? new Map<number, Listed>();
    this.#of.set(device, of);
    const size = readings.length;
    for (const reading of readings) {
      const before = of.get(reading);
      of.set(reading, { at, size, sizeBefore: before === undefined ? 0 : before.size });
    }
  }

  has(device: string): boolean {
    return this.#of.has(device);
  }

  /** How often it has left one in this boot, with the attempt that is sent now. */
  leftBy(entry: ReadingEntry, at: number): Left {
    const before = entry.bootAttempts > 1 ? (this.#left.get(entry) ?? 0) : 0;
    const isNow = this.#isSmaller(entry, at);
    const count = isNow ? before + 1 : before;
    if (count > 0 || this.#left.has(entry)) this.#left.set(entry, count);
    return { count, isNow };
  }

  #isSmaller({ device, reading, lastEnding }: ReadingEntry, at: number): boolean {
    if (lastEnding?.status !== REFUSED_TOGETHER) return false;
    const last = this.#of.get(device)?.get(reading);
    // Without a list of this instant it goes alone.
    return last?.at !== at || last.size < last.sizeBefore || last.size === 1;
  }
}

export interface Left {
  readonly count: number;
  readonly isNow: boolean;
}
