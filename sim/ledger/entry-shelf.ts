import type { EntryState } from './reading-entry.ts';

/** Places in the row at most: what lies further apart goes into the map. */
const ROW_MAX = 4_096;
/** Free places in front of the row that are put up with. */
const FREE_IN_FRONT_MAX = 32;

/**
 * The entries of one device, by the number of the reading. A device numbers its readings one after another, so they stand
 * in a row by number, whose front moves on as the oldest are taken out. What does not fit in (numbers far apart, an entry
 * that stays when thousands after it have gone) lies in a map.
 */
export class EntryShelf {
  /** From `#front` on, the place of number n is n − `#first`. */
  #row: (EntryState | undefined)[] = [];
  #first = 0;
  #front = 0;
  #inRow = 0;
  #others: Map<number, EntryState> | null = null;

  get size(): number {
    return this.#inRow + (this.#others?.size ?? 0);
  }

  get(reading: number): EntryState | undefined {
    const place = reading - this.#first;
    const found = place >= this.#front && place < this.#row.length ? this.#row[place] : undefined;
    return found ?? (this.#others === null ? undefined : this.#others.get(reading));
  }

  has(reading: number): boolean {
    return this.get(reading) !== undefined;
  }

  /** Puts it in the place of whatever was there. */
  set(entry: EntryState): void {
    const { reading } = entry;
    if (this.#inRow === 0) this.#beginRow(reading);
    this.#makeRoom(reading);
    const place = reading - this.#first;
    if (place < this.#front || place - this.#front >= ROW_MAX) {
      this.#others ??= new Map();
      this.#others.set(reading, entry);
      return;
    }
    this.#others?.delete(reading);
    while (this.#row.length < place) this.#row.push(undefined);
    if (this.#row[place] === undefined) this.#inRow += 1;
    this.#row[place] = entry;
  }

  delete(reading: number): void {
    const place = reading - this.#first;
    if (place < this.#front || place >= this.#row.length || this.#row[place] === undefined) {
      this.#others?.delete(reading);
      return;
    }
    this.#row[place] = undefined;
    this.#inRow -= 1;
    if (place === this.#front) this.#moveFront();
  }

  /** In the row by number, then the others as they came. */
  *values(): Generator<EntryState, void> {
    for (let place = this.#front; place < this.#row.length; place += 1) {
      const entry = this.#row[place];
      if (entry !== undefined) yield entry;
    }
    if (this.#others !== null) yield* this.#others.values();
  }

  #beginRow(reading: number): void {
    this.#row.length = 0;
    this.#first = reading;
    this.#front = 0;
  }

  /** The row is full: those that stayed longest make room for the newest, unless it is far off. */
  #makeRoom(reading: number): void {
    const excess = reading - this.#first - this.#front - ROW_MAX + 1;
    if (excess <= 0 || excess > ROW_MAX) return;
    for (let moved = 0; moved < excess && this.#front < this.#row.length; moved += 1) {
      const entry = this.#row[this.#front];
      if (entry !== undefined) {
        this.#others ??= new Map();
        this.#others.set(entry.reading, entry);
        this.#row[this.#front] = undefined;
        this.#inRow -= 1;
      }
      this.#front += 1;
    }
    if (this.#inRow === 0) this.#beginRow(reading);
    else this.#moveFront();
  }

  #moveFront(): void {
    const row = this.#row;
    while (this.#front < row.length && row[this.#front] === undefined) this.#front += 1;
    if (this.#front === row.length) {
      row.length = 0;
      this.#first += this.#front;
      this.#front = 0;
    } else if (this.#front > FREE_IN_FRONT_MAX && this.#front * 2 > row.length) {
      this.#row = row.slice(this.#front);
      this.#first += this.#front;
      this.#front = 0;
    }
  }
}
