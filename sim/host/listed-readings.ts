import type { AcceptedReading } from '../../ports/index.ts';

/** Readings that are listed, and how often each. */
type Counts = Map<string, number>;

/** Of whatever stands in a list of somebody's. */
function keyOf(reading: AcceptedReading | null | undefined): string {
  const { device_id, sequence_id, timestamp } = reading ?? {};
  return [device_id, typeof sequence_id, sequence_id, timestamp].map(String).join('\n');
}

function countsOf(list: readonly AcceptedReading[]): Counts {
  const counts: Counts = new Map();
  for (const reading of list) {
    const key = keyOf(reading);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/**
 * What edges of one world list as stored, told once each. A list is of one boot, or of a store that outlives it. It is of the
 * store if it has something in it as the boot begins, or something that was sent to another instance; then only what it has more
 * than was told is new.
 */
export class ListedReadings {
  readonly #told: Counts = new Map();
  /** The boots whose lists are of a store. */
  readonly #ofStore = new WeakSet<object>();
  #foundAtFirst = 0;
  /** It says of readings that it has stored them, and not that it does. */
  saidUnasked = false;

  /** Of an earlier run, in the store as the world began. */
  get foundAtFirst(): number {
    return this.#foundAtFirst;
  }

  /**
   * A boot begins with this list; null: it can't be read, which what is in memory always can. What is there before the first of the
   * world is told as what that one has stored.
   */
  begins(boot: object, list: readonly AcceptedReading[] | null, isFirst: boolean): void {
    if (list?.length === 0) return;
    this.#ofStore.add(boot);
    if (isFirst && list !== null) this.#foundAtFirst = Math.max(this.#foundAtFirst, list.length);
  }

  /** What is new in the last list of a boot. `hasOthers`: it has what was sent to another instance. */
  ends(boot: object, list: readonly AcceptedReading[], hasOthers: boolean): readonly AcceptedReading[] {
    const counts = countsOf(list);
    const isOfStore = this.#ofStore.has(boot) || hasOthers;
    if (!isOfStore) {
      for (const [key, count] of counts) this.#told.set(key, (this.#told.get(key) ?? 0) + count);
      return list;
    }
    const before: Counts = new Map();
    const fresh = list.filter((reading) => {
      const key = keyOf(reading);
      const place = (before.get(key) ?? 0) + 1;
      before.set(key, place);
      return place > (this.#told.get(key) ?? 0);
    });
    this.#tell(counts);
    return fresh;
  }

  #tell(counts: Counts): void {
    for (const [key, count] of counts) this.#told.set(key, Math.max(count, this.#told.get(key) ?? 0));
  }
}
