import type { EntryState } from './reading-entry.ts';

/** Readings of one device that may stand in a row, from the oldest to the newest: a power of two. */
const ROW_MAX = 4_096;
const ROW_MIN = 8;

/** Of an empty shelf; never written to. */
const NO_ROW: (EntryState | null)[] = rowOf(1);

/** Made so that every row is of one kind to the engine, whatever its length. */
function rowOf(length: number): (EntryState | null)[] {
  return new Array<EntryState | null>(length).fill(null);
}

/**
 * The entries of one device, by the number of the reading. A device numbers its readings one after another, so they stand
 * in a ring by number, from the oldest on. What does not fit in (numbers far apart, an entry that stays when thousands
 * after it have gone) lies in a map.
 */
export class EntryShelf {
  /** The place of number n is n modulo its length, which is a power of two. */
  #row = NO_ROW;
  /** Numbers from `#first` up to `#end`, without it, may stand in the row. */
  #first = 0;
  #end = 0;
  #inRow = 0;
  #others: Map<number, EntryState> | null = null;

  get size(): number {
    return this.#inRow + (this.#others?.size ?? 0);
  }

  get(reading: number): EntryState | undefined {
    if (reading >= this.#first && reading < this.#end) {
      const entry = this.#row[reading & (this.#row.length - 1)] ?? null;
      if (entry !== null) return entry;
    }
    return this.#others === null ? undefined : this.#others.get(reading);
  }

  has(reading: number): boolean {
    return this.get(reading) !== undefined;
  }

  /** Puts it in the place of whatever was there. */
  set(entry: EntryState): void {
    const { reading } = entry;
    if (this.#inRow === 0) {
      this.#first = reading;
      this.#end = reading;
    }
    if (!this.#makeRoom(reading)) {
      this.#setAside(entry);
      return;
    }
    if (this.#others !== null) this.#others.delete(reading);
    const place = reading & (this.#row.length - 1);
    if (this.#row[place] === null) this.#inRow += 1;
    this.#row[place] = entry;
    if (reading >= this.#end) this.#end = reading + 1;
  }

  delete(reading: number): void {
    const place = reading & (this.#row.length - 1);
    if (reading < this.#first || reading >= this.#end || this.#row[place] === null) {
      this.#others?.delete(reading);
      return;
    }
    this.#row[place] = null;
    this.#inRow -= 1;
    if (reading === this.#first) this.#moveFirst();
  }

  /** In the row by number, then the others as they came. */
  *values(): Generator<EntryState, void> {
    for (let reading = this.#first; reading < this.#end; reading += 1) {
      const entry = this.#row[reading & (this.#row.length - 1)] ?? null;
      if (entry !== null) yield entry;
    }
    if (this.#others !== null) yield* this.#others.values();
  }

  /** Whether this number has a place in the row. Those that stayed longest make room for one that is just ahead. */
  #makeRoom(reading: number): boolean {
    if (reading < this.#first || reading - this.#end >= ROW_MAX) return false;
    while (reading - this.#first >= ROW_MAX) {
      const oldest = this.#row[this.#first & (this.#row.length - 1)] ?? null;
      if (oldest === null) return false;
      this.#setAside(oldest);
      this.delete(this.#first);
      if (this.#inRow === 0) this.#first = reading;
    }
    if (reading - this.#first >= this.#row.length || this.#row === NO_ROW) this.#grow(reading);
    return true;
  }

  #grow(reading: number): void {
    let length = Math.max(ROW_MIN, this.#row.length);
    while (reading - this.#first >= length) length *= 2;
    const row = rowOf(length);
    for (let number = this.#first; number < this.#end; number += 1) {
      row[number & (length - 1)] = this.#row[number & (this.#row.length - 1)] ?? null;
    }
    this.#row = row;
  }

  #setAside(entry: EntryState): void {
    this.#others ??= new Map();
    this.#others.set(entry.reading, entry);
  }

  #moveFirst(): void {
    const row = this.#row;
    while (this.#first < this.#end && row[this.#first & (row.length - 1)] === null) this.#first += 1;
  }
}
