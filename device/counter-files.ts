import type { Disk } from '../ports/index.ts';
import { RELEASED_MS } from '../program/release.ts';
import { checksum } from './checksum.ts';

const NAMES = ['counter/0', 'counter/1'] as const;

/** What stands before the number in the name of a mark. */
const MARKS = 'beyond/';
const MARK = /^beyond\/(\d{16})$/;

/** More numbers than a device gives out between two losses of its counter: one each millisecond, for 49 days. */
const MARK_STEP = 2 ** 32;

/** What the counter says when all numbers are used: one more than the last, and still exact. */
const ALL_USED = Number.MAX_SAFE_INTEGER + 1;

/** Whether there is no number left for a reading. */
export function isUsedUp(next: number): boolean {
  return next >= ALL_USED;
}

/**
 * A number that no life of a device with this first number has used before, by the wall clock: none has taken a reading each
 * millisecond since `first` was given out in 1970. A clock from before this program was made is not believed.
 */
export function numberByClock(first: number, nowMs: number): number {
  return Math.min(ALL_USED, first + Math.max(RELEASED_MS, Math.floor(nowMs)));
}

/** What one file says: a number, a number that may be cut off, nothing that can be understood (why), or it is not there. */
type Said =
  | { readonly kind: 'whole' | 'perhaps cut off'; readonly value: number }
  | { readonly kind: 'damaged'; readonly reason: string }
  | { readonly kind: 'missing' };

export interface RecoveredCounter {
  /** The first number that is surely not used yet. */
  readonly next: number;
  /** What the better file says; null: none says anything. */
  readonly said: number | null;
  readonly problems: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * The first number not yet used, on the disk. Two files take turns, and the one that holds the highest number is not touched
 * before another holds the next: a file that is cut off as it is written leaves the other, at most one number behind. A
 * number ends with its line, for the first digits of one are a number too, and has a checksum, for so is one with another digit.
 *
 * Beside them stands a mark, once the disk was damaged: its name says a number from which on all were free then. What is in a
 * file may be damaged over and over again, and a clock that is not set says the same each time.
 */
export class CounterFiles {
  readonly #disk: Disk;
  /** The one to be written next. */
  #turn: 0 | 1 = 0;
  #isWritten = false;
  /** Which files were written since the boot, a bit for each. */
  #fresh = 0;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** To be followed by a sync, and `synced`. */
  save(next: number): void {
    this.#disk.write(NAMES[this.#turn], `${next} #${checksum(String(next))}\n`);
    this.#isWritten = true;
    this.#fresh |= 1 << this.#turn;
  }

  /** Whether the counter has been written since the boot. */
  get isFresh(): boolean {
    return this.#fresh > 0;
  }

  /** Whether this is one of its files, written since the boot. */
  hasWritten(name: string): boolean {
    return NAMES.some((own, turn) => own === name && (this.#fresh & (1 << turn)) > 0);
  }

  /**
   * From `next` on, no number is used. To be followed by a sync. The mark is one beyond it: where one of the files was lost,
   * `next` is one beyond what the other says, and once it is used that one is two behind.
   */
  mark(next: number): void {
    this.#disk.write(MARKS + String(Math.min(ALL_USED, next + 1)).padStart(16, '0'), '\n');
  }

  /** All but the highest mark, which is durable. */
  clearMarks(): void {
    const highest = this.#highestMark();
    for (const name of this.#disk.list(MARKS)) if (markedBy(name) !== highest) this.#disk.remove(name);
  }

  /** What was saved is durable. */
  synced(): void {
    if (this.#isWritten) this.#turn = this.#turn === 0 ? 1 : 0;
    this.#isWritten = false;
  }

  /**
   * `nowMs` is the wall clock: when nothing readable is left of the counter, numbers go on from there, or well beyond the mark
   * of the last time. No number is below `first`.
   */
  recover(nowMs: number, first: number): RecoveredCounter {
    const said = NAMES.map((name) => this.#read(name));
    const values = trusted(said, first);
    const problems = said.flatMap((one, index) => {
      if (one.kind === 'missing' || values[index] !== null) return [];
      return [{ name: NAMES[index] ?? '', reason: one.kind === 'damaged' ? one.reason : 'may be cut off' }];
    });
    const [zero = null, one = null] = values;
    const mark = this.#highestMark();
    if (zero === null && one === null) {
      const lost = Math.max(numberByClock(first, nowMs), mark === null ? 0 : mark + MARK_STEP);
      const next = problems.length > 0 ? Math.min(ALL_USED, lost) : Math.max(first, mark ?? 0);
      return { next, said: null, problems };
    }
    const best = Math.max(zero ?? 0, one ?? 0);
    this.#turn = one === null || (zero !== null && zero > one) ? 1 : 0;
    // One that is damaged may have been the better one; and who sets a higher first number wants those below it skipped.
    const next = Math.max(best + problems.length, mark ?? 0, first);
    return { next: Math.min(ALL_USED, next), said: best, problems };
  }

  #highestMark(): number | null {
    let highest: number | null = null;
    for (const name of this.#disk.list(MARKS)) {
      const value = markedBy(name);
      if (value !== null && value >= (highest ?? 0)) highest = value;
    }
    return highest;
  }

  #read(name: string): Said {
    let text: string | undefined;
    try {
      text = this.#disk.read(name);
    } catch (error) {
      return { kind: 'damaged', reason: `cannot be read: ${String(error)}` };
    }
    if (text === undefined) return { kind: 'missing' };
    // Older versions wrote no checksum, and the oldest no end of the line.
    const [, digits, check, end] = /^(\d{1,16})(?: #([0-9a-f]{8}))?(\n?)$/.exec(text) ?? [];
    const value = Number(digits);
    if (digits === undefined || !(value <= ALL_USED))
      return { kind: 'damaged', reason: 'is not a whole number' };
    if (check !== undefined && check !== checksum(digits))
      return { kind: 'damaged', reason: 'is not what was written' };
    return { kind: end === '\n' || check !== undefined ? 'whole' : 'perhaps cut off', value };
  }
}

/** Null: the name is not that of a mark. */
function markedBy(name: string): number | null {
  const value = Number(MARK.exec(name)?.[1] ?? Number.NaN);
  return value <= ALL_USED ? value : null;
}

/**
 * What each file says, as far as it can be trusted. Files of older versions end without a line: two that follow each other
 * are whole, and so is the very first.
 */
function trusted(said: readonly Said[], first: number): readonly (number | null)[] {
  const old = said.map((one) => (one.kind === 'perhaps cut off' ? one.value : null));
  const [zero = null, one = null] = old;
  const follow = zero !== null && one !== null && Math.abs(zero - one) === 1;
  const isFirst = said.some(({ kind }) => kind === 'missing') && old.includes(first + 1);
  return said.map((each) => {
    if (each.kind === 'whole') return each.value;
    return each.kind === 'perhaps cut off' && (follow || isFirst) ? each.value : null;
  });
}
