import type { Values } from '../../protocol/index.ts';
import { EntryShelf } from './entry-shelf.ts';
import type { FinalState } from './final-state.ts';
import { IntervalSet } from './interval-set.ts';
import { EntryState } from './reading-entry.ts';

/** A reading that was born without a number. */
export interface UntiedBirth {
  readonly at: number;
  readonly timestamp: string;
  readonly values: Values;
}

/** Readings of the whole fleet that were born or sent and have no end yet. */
export interface OpenCount {
  open: number;
}

/** The pages of one device: entries that are open, and of those that were let go only what takes no room. */
export class DeviceBook {
  readonly device: string;
  boot = 0;
  readonly entries = new EntryShelf();
  /** Readings that ended and were let go. */
  readonly done = new IntervalSet();
  readonly stored = new IntervalSet();
  readonly storedTwice = new IntervalSet();
  /** Reached the edge again after it had been taken. */
  readonly duplicated = new IntervalSet();
  /** Births without a number, by timestamp, until an attempt carries it. */
  readonly untied = new Map<string, UntiedBirth>();
  /** Entries that were sent before a birth of their timestamp was told. */
  readonly unborn = new Map<string, EntryState>();
  /** The device has said the end of a reading in its own words. */
  speaks = false;
  /** Undefined: the device was not stopped in order; null: it did not say. */
  pending: ReadonlySet<number> | null | undefined = undefined;
  readonly #ends = new Map<FinalState, IntervalSet>();
  readonly #fleet: OpenCount;
  #open = 0;

  constructor(device: string, fleet: OpenCount) {
    this.device = device;
    this.#fleet = fleet;
  }

  /** Whether a reading of this device has no end yet. */
  get hasOpen(): boolean {
    return this.#open > 0;
  }

  /** The entry of a reading, made or brought back as needed. */
  entryFor(reading: number): EntryState {
    const known = this.entries.get(reading);
    if (known !== undefined) return known;
    const entry = new EntryState(this, reading, this.done.has(reading));
    if (entry.revived) entry.word = this.endOf(reading);
    else this.#count(1);
    if (this.stored.has(reading)) {
      entry.storedTimes = 1;
      entry.takenTimes = 1;
    }
    this.entries.set(entry);
    return entry;
  }

  /** A fresh entry in place of whatever was there: the number was given out twice. */
  replace(reading: number): EntryState {
    const before = this.entries.get(reading);
    if (before !== undefined && isOpen(before)) this.#count(-1);
    const entry = new EntryState(this, reading, false);
    this.#count(1);
    if (this.stored.has(reading)) entry.storedTimes = 1;
    this.entries.set(entry);
    return entry;
  }

  /** Its end is known. The first end stands. */
  end(entry: EntryState, at: number): void {
    entry.endedAt = at;
    this.#count(-1);
  }

  letGo(entry: EntryState, end: FinalState): void {
    if (isOpen(entry)) this.#count(-1);
    this.entries.delete(entry.reading);
    this.done.add(entry.reading);
    let ended = this.#ends.get(end);
    if (ended === undefined) {
      ended = new IntervalSet();
      this.#ends.set(end, ended);
    }
    ended.add(entry.reading);
  }

  /** A birth whose number will show with the first attempt. */
  awaitNumber(birth: UntiedBirth): void {
    if (!this.untied.has(birth.timestamp)) this.#count(1);
    this.untied.set(birth.timestamp, birth);
  }

  /** The birth with this timestamp, if its number was still to come; now it has one. */
  takeUntied(timestamp: string): UntiedBirth | undefined {
    if (this.untied.size === 0) return undefined;
    const birth = this.untied.get(timestamp);
    if (birth === undefined) return undefined;
    this.untied.delete(timestamp);
    this.#count(-1);
    return birth;
  }

  /** The end of a reading that was let go. */
  endOf(reading: number): FinalState | null {
    for (const [end, readings] of this.#ends) if (readings.has(reading)) return end;
    return null;
  }

  #count(change: 1 | -1): void {
    this.#open += change;
    this.#fleet.open += change;
  }
}

function isOpen(entry: EntryState): boolean {
  return !entry.revived && entry.endedAt === null;
}
