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

/** A reading that may have been born, with the number that it was given. */
interface CutBirth extends UntiedBirth {
  readonly reading: number | null;
}

/** The same, and the boot that was taking it. */
interface OpenBirth extends CutBirth {
  readonly boot: number;
}

/** An end that the device said of a reading, and not of which. */
export interface NamelessEnd {
  readonly at: number;
  readonly end: FinalState;
}

/** Readings of the whole fleet that were born or sent and have no end yet. */
export interface OpenCount {
  open: number;
}

/** Readings with one kind of end. */
interface Ended {
  readonly end: FinalState;
  readonly readings: IntervalSet;
}

/** The pages of one device: entries that are open, and of those that were let go only what takes no room. */
export class DeviceBook {
  readonly device: string;
  boot = 0;
  /** Requests of which nobody can tell which reading they are for. */
  nameless = 0;
  /** Of those: how many failed, without an answer or by one that asks to come again. */
  namelessFailed = 0;
  readonly entries = new EntryShelf();
  readonly stored = new IntervalSet();
  /** The device has said the end of a reading in its own words. */
  speaks = false;
  /** When the device was last given a 2xx or a 409, for whatever reading. */
  acknowledgedAt = Number.NEGATIVE_INFINITY;
  /** Undefined: the device was not stopped in order; null: it did not say. */
  pending: ReadonlySet<number> | null | undefined = undefined;
  /** Readings that it gave up without a word on which. */
  readonly gaveUp: NamelessEnd[] = [];
  /** Its disk has been an old copy of what it was: a device that counts on it may give out numbers twice. */
  hasOldCopy = false;
  /** Files on its disk were damaged. */
  wasDamaged = false;
  /** When it said last that what it found on its disk was, without a word on which readings stood there. */
  damageFoundAt = Number.NEGATIVE_INFINITY;
  /**
   * Numbers of readings that have their end and may come back with the power: they were nowhere but in memory, by what the device
   * had said, and are on the disk after all; or the disk took nothing at the instant of their end, not even that they had one.
   */
  readonly mayComeBack = new Set<number>();
  /** The readings whose ends were said last, all at one instant; and when the disk took nothing last. */
  readonly #ended = { at: -1, readings: [] as number[] };
  #diskFailedAt = -1;
  readonly #ends: Ended[] = [];
  readonly #fleet: OpenCount;
  #open = 0;
  #storedTwice: IntervalSet | null = null;
  #duplicated: IntervalSet | null = null;
  /** By timestamp; a sensor that measures twice in a millisecond has several of one. */
  #untied: Map<string, UntiedBirth[]> | null = null;
  /** Of those: the one that was told of last. */
  #youngest: UntiedBirth | null = null;
  #unborn: Map<string, EntryState> | null = null;
  /** Readings that the device was taking as the power went. */
  #cut: OpenBirth[] | null = null;
  /** Readings that are spoilt, of which nothing else was heard yet, or that were let go. */
  #spoilt: IntervalSet | null = null;
  /** Readings whose number has been given to another since. */
  #displaced: Map<number, EntryState[]> | null = null;

  constructor(device: string, fleet: OpenCount) {
    this.device = device;
    this.#fleet = fleet;
  }

  /** Whether a reading of this device has no end yet. */
  get hasOpen(): boolean {
    return this.#open > 0;
  }

  /** Readings that reached the edge again after it had taken them. */
  get duplicated(): number {
    return this.#duplicated?.size ?? 0;
  }

  get storedTwice(): number {
    return this.#storedTwice?.size ?? 0;
  }

  /** Births whose number has not shown. */
  get untied(): readonly UntiedBirth[] {
    return [...(this.#untied?.values() ?? [])].flat();
  }

  /** A file of many readings does not tell which they were; that of a sound disk tells nothing. */
  foundDamaged(at: number): void {
    if (this.wasDamaged) this.damageFoundAt = at;
  }

  /** The entry of a reading, made or brought back as needed. */
  entryFor(reading: number): EntryState {
    const known = this.entries.get(reading);
    if (known !== undefined) return known;
    const end = this.endOf(reading);
    const entry = new EntryState(this, reading, end !== null);
    if (end === null) this.#count(1);
    else entry.word = end;
    if (this.stored.has(reading)) {
      entry.storedTimes = 1;
      entry.takenTimes = 1;
    }
    if (this.#spoilt?.has(reading) === true) entry.spoilt = true;
    this.entries.set(entry);
    return entry;
  }

  /** A fresh entry in place of this one: its number was given out twice. */
  replace(before: EntryState): EntryState {
    const { reading } = before;
    if (this.entries.get(reading) === before && isOpen(before)) this.#count(-1);
    const entry = new EntryState(this, reading, false);
    entry.numberReused = true;
    this.#count(1);
    this.entries.set(entry);
    this.#displaced ??= new Map();
    this.#displaced.set(reading, [...(this.#displaced.get(reading) ?? []), before]);
    return entry;
  }

  /**
   * The reading of this number and time, where an edge says that it has it: it may be one whose number is another's by now. Of what
   * was let go the time is not known.
   */
  entryOf(reading: number, timestamp: string): EntryState {
    const entry = this.entryFor(reading);
    if (entry.timestamp === timestamp) return entry;
    const isIt = (before: EntryState): boolean => before.timestamp === timestamp || before.revived;
    return this.#displaced?.get(reading)?.find(isIt) ?? entry;
  }

  /** Its number is another's: the reading has none, until it gets a new one. */
  takeBack(entry: EntryState): void {
    if (isOpen(entry)) this.#count(-1);
    this.entries.delete(entry.reading);
  }

  /** The device makes a reading invalid on purpose. */
  spoil(reading: number): void {
    const entry = this.entries.get(reading);
    if (entry !== undefined) {
      entry.spoilt = true;
      return;
    }
    this.#rememberSpoilt(reading);
  }

  /** Its end is known. The first end stands. */
  end(entry: EntryState, at: number): void {
    entry.endedAt = at;
    this.#count(-1);
  }

  letGo(entry: EntryState, end: FinalState): void {
    if (isOpen(entry)) this.#count(-1);
    this.entries.delete(entry.reading);
    if (entry.spoilt) this.#rememberSpoilt(entry.reading);
    this.hasEnded(entry.reading, end);
  }

  /** The device says that this reading has its end. */
  hasSaidEnd(reading: number, at: number): void {
    const said = this.#ended;
    if (said.at !== at) said.readings.length = 0;
    said.at = at;
    said.readings.push(reading);
    if (this.#diskFailedAt === at) this.mayComeBack.add(reading);
  }

  /** Its disk takes nothing at this instant. */
  diskFailed(at: number): void {
    this.#diskFailedAt = at;
    if (this.#ended.at === at) for (const reading of this.#ended.readings) this.mayComeBack.add(reading);
  }

  /** What comes up under this number from now on comes up again. */
  hasEnded(reading: number, end: FinalState): void {
    let ended = this.#ends.find((one) => one.end === end);
    if (ended === undefined) {
      ended = { end, readings: new IntervalSet() };
      this.#ends.push(ended);
    }
    ended.readings.add(reading);
  }

  /** The end of a reading that was let go; null for any other. */
  endOf(reading: number): FinalState | null {
    for (const { end, readings } of this.#ends) if (readings.has(reading)) return end;
    return null;
  }

  takenAgain({ reading, storedTimes }: EntryState): void {
    this.#duplicated ??= new IntervalSet();
    this.#duplicated.add(reading);
    if (storedTimes <= 1) return;
    this.#storedTwice ??= new IntervalSet();
    this.#storedTwice.add(reading);
  }

  /** A birth whose number will show with the first attempt. */
  awaitNumber(birth: UntiedBirth): void {
    this.#untied ??= new Map();
    this.#youngest = birth;
    this.#count(1);
    const same = this.#untied.get(birth.timestamp);
    if (same === undefined) this.#untied.set(birth.timestamp, [birth]);
    else same.push(birth);
  }

  /** The oldest birth with this timestamp, if its number was still to come; now it has one. */
  takeUntied(timestamp: string): UntiedBirth | undefined {
    const same = this.#untied?.get(timestamp);
    const birth = same?.shift();
    if (birth === undefined) return undefined;
    if (same?.length === 0) this.#untied?.delete(timestamp);
    this.#count(-1);
    return birth;
  }

  /** The birth that was told last, if it has no number; it will not get one. */
  takeYoungest(): UntiedBirth | undefined {
    const birth = this.#youngest;
    const same = birth === null ? undefined : this.#untied?.get(birth.timestamp);
    if (birth === null || same?.at(-1) !== birth) return undefined;
    same.pop();
    if (same.length === 0) this.#untied?.delete(birth.timestamp);
    this.#count(-1);
    return birth;
  }

  /** A reading that was born only if the device sends it, or says what becomes of it. */
  mayBeBorn(birth: CutBirth): void {
    this.#cut ??= [];
    this.#cut.push({ ...birth, boot: this.boot });
  }

  /**
   * Whether the power went while an earlier boot took the reading of this number, and nobody has seen that it was kept, nor
   * that another has its number. What that boot itself said of it, it said before.
   */
  mayYetBeBorn(reading: number): boolean {
    const wasCut = this.#cut?.some((birth) => birth.reading === reading && birth.boot < this.boot) ?? false;
    return wasCut && this.endOf(reading) === null;
  }

  /**
   * The birth that a power cut left open, by its timestamp, or by its number where the message tells none; now it is one. Of
   * several with that number the last: had one before it been kept, its number would not have been free.
   */
  takeCut(reading: number, timestamp: string | null): UntiedBirth | undefined {
    const isIt = (birth: OpenBirth): boolean =>
      timestamp === null ? birth.reading === reading : birth.timestamp === timestamp;
    const at = this.#cut?.findLastIndex(isIt) ?? -1;
    return at < 0 ? undefined : this.#cut?.splice(at, 1)[0];
  }

  /** It was sent before a birth of its timestamp was told. */
  awaitBirth(timestamp: string, entry: EntryState): void {
    this.#unborn ??= new Map();
    this.#unborn.set(timestamp, entry);
  }

  /** The entry that was sent with this timestamp before its birth was told. */
  unborn(timestamp: string): EntryState | undefined {
    return this.#unborn?.get(timestamp);
  }

  /** The birth of this timestamp is told. */
  born(timestamp: string): void {
    this.#unborn?.delete(timestamp);
  }

  #rememberSpoilt(reading: number): void {
    this.#spoilt ??= new IntervalSet();
    this.#spoilt.add(reading);
  }

  #count(change: 1 | -1): void {
    this.#open += change;
    this.#fleet.open += change;
  }
}

function isOpen(entry: EntryState): boolean {
  return !entry.revived && entry.endedAt === null;
}
