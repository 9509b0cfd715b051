import type { Values } from '../../protocol/index.ts';
import type { FinalState } from './final-state.ts';
import { IntervalSet } from './interval-set.ts';
import { EntryState } from './reading-entry.ts';

/** A reading that was born without a number. */
export interface UntiedBirth {
  readonly at: number;
  readonly timestamp: string;
  readonly values: Values;
}

/** The pages of one device: entries that are open, and of those that were let go only what takes no room. */
export class DeviceBook {
  readonly device: string;
  boot = 0;
  readonly entries = new Map<number, EntryState>();
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

  constructor(device: string) {
    this.device = device;
  }

  /** The entry of a reading, made or brought back as needed. */
  entryFor(reading: number): EntryState {
    const known = this.entries.get(reading);
    if (known !== undefined) return known;
    const entry = new EntryState(this.device, reading, this.done.has(reading));
    if (entry.revived) entry.word = this.endOf(reading);
    if (this.stored.has(reading)) {
      entry.storedTimes = 1;
      entry.takenTimes = 1;
    }
    this.entries.set(reading, entry);
    return entry;
  }

  /** A fresh entry in place of whatever was there: the number was given out twice. */
  replace(reading: number): EntryState {
    const entry = new EntryState(this.device, reading, false);
    if (this.stored.has(reading)) entry.storedTimes = 1;
    this.entries.set(reading, entry);
    return entry;
  }

  letGo(entry: EntryState, end: FinalState): void {
    this.entries.delete(entry.reading);
    this.done.add(entry.reading);
    let ended = this.#ends.get(end);
    if (ended === undefined) {
      ended = new IntervalSet();
      this.#ends.set(end, ended);
    }
    ended.add(entry.reading);
  }

  /** The end of a reading that was let go. */
  endOf(reading: number): FinalState | null {
    for (const [end, readings] of this.#ends) if (readings.has(reading)) return end;
    return null;
  }
}
