import type { Reading } from '../../../protocol/index.ts';
import { instantMsOf } from './instants.ts';
import { leavesOf } from './leaves.ts';

/** Readings whose time is remembered for one device: far more than it can have open. */
const REMEMBERED_MAX = 10_000;

export interface Birth extends Reading {
  readonly ms: number;
}

/**
 * The readings that one device was handed. A message seldom says in our form which of them it carries; but the harness knows
 * what was measured and when, and finds that in the message again.
 */
export class Births {
  /** Those of which no message was seen, oldest first. */
  #waiting: Birth[] = [];
  /** Timestamps by their instant, oldest first. */
  readonly #byMs = new Map<number, string>();
  /** The timestamp of the reading that has this number. */
  readonly #byNumber = new Map<number, string>();

  add({ timestamp, values }: Reading): Birth {
    const birth = { timestamp, values, ms: Date.parse(timestamp) };
    this.#waiting.push(birth);
    this.#byMs.set(birth.ms, timestamp);
    if (this.#waiting.length > REMEMBERED_MAX) this.#waiting.shift();
    trim(this.#byMs);
    return birth;
  }

  /** No message of this one is waited for. */
  leaveOut(birth: Birth): void {
    const at = this.#waiting.indexOf(birth);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /** This reading has this number by the word of the device. */
  numbered(birth: Birth, number: number): void {
    this.leaveOut(birth);
    this.#bind(number, birth.timestamp);
  }

  /**
   * The timestamp of the reading that a message with this number is about: as the message says (`told`), as it was known
   * before, or by what stands in it. Null: none can be told.
   */
  timestampOf(number: number, told: string | number | null, content: unknown): string | null {
    const said = told === null ? null : this.#bornAt(instantMsOf(told));
    if (said !== null) return this.#found(number, said);
    const known = this.#byNumber.get(number);
    if (known !== undefined) return known;
    const birth = this.#waiting.length === 0 ? undefined : this.#birthIn(content);
    return birth === undefined ? null : this.#found(number, birth.timestamp);
  }

  /** The time of a reading that no message was seen of, and that this content bears; null: it bears none. */
  unseenIn(content: unknown): string | null {
    return this.#waiting.length === 0 ? null : (this.#birthIn(content)?.timestamp ?? null);
  }

  /** Whole seconds may be what is left of a time with milliseconds, where one reading alone fits. */
  #bornAt(ms: number | null): string | null {
    if (ms === null) return null;
    const exact = this.#byMs.get(ms);
    if (exact !== undefined || ms % 1000 !== 0) return exact ?? null;
    const within: string[] = [];
    for (let at = ms; at < ms + 1000; at += 1) {
      const timestamp = this.#byMs.get(at);
      if (timestamp !== undefined) within.push(timestamp);
    }
    return within.length === 1 ? (within[0] ?? null) : null;
  }

  /** The first that stands in the message with its time, or else with all its values. */
  #birthIn(content: unknown): Birth | undefined {
    const leaves = [...leavesOf(content)];
    const instants = new Set(leaves.map(instantMsOf));
    const numbers = new Set(leaves.filter((leaf) => leaf !== '').map(Number));
    const isMeasured = ({ values }: Birth): boolean =>
      Object.values(values).every((value) => numbers.has(value));
    const inTime = this.#waiting.filter(({ ms }) => instants.has(ms));
    return inTime.find(isMeasured) ?? inTime[0] ?? this.#waiting.find(isMeasured);
  }

  #found(number: number, timestamp: string): string {
    const at = this.#waiting.findIndex((birth) => birth.timestamp === timestamp);
    if (at >= 0) this.#waiting.splice(at, 1);
    if (this.#byNumber.get(number) === undefined) this.#bind(number, timestamp);
    return timestamp;
  }

  #bind(number: number, timestamp: string): void {
    this.#byNumber.set(number, timestamp);
    trim(this.#byNumber);
  }
}

/** Forgets the oldest of what is too many. */
function trim(map: Map<number, string>): void {
  if (map.size <= REMEMBERED_MAX) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
