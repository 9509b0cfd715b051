import * as z from 'zod';
import type { Disk } from '../ports/index.ts';
import { jsonIn } from '../protocol/index.ts';
import { isMapping } from '../settings/plain.ts';
import { checksum } from './checksum.ts';
import { CounterFiles } from './counter-files.ts';

const OUTBOX = 'outbox/';
const DEAD = 'dead/';
const STAMPED = 'stamped/';
const DAMAGED = 'damaged/';

/** Files set aside for somebody to look at; beyond it damaged ones are only logged. */
const DAMAGED_MAX = 100;

/** 2^53 − 1 has 16 digits: padded names sort by number. */
const DIGITS = 16;

/** What stands before a number in its names, by how many digits it has. */
function prefixes(folder: string): readonly string[] {
  return Array.from({ length: DIGITS + 1 }, (_, digits) => folder + '0'.repeat(DIGITS - digits));
}

const OUTBOX_PREFIXES = prefixes(OUTBOX);
const DEAD_PREFIXES = prefixes(DEAD);
const STAMPED_PREFIXES = prefixes(STAMPED);

function fileName(prefixesByDigits: readonly string[], sequenceId: number): string {
  const digits = String(sequenceId);
  return prefixesByDigits[digits.length] + digits;
}

/** The file of a waiting reading. Made once for each, since it is written, and then removed. */
export function outboxFile(sequenceId: number): string {
  return fileName(OUTBOX_PREFIXES, sequenceId);
}

/** What names a reading in the log; the correlation id is null where damage took it. */
export interface Ids {
  readonly sequenceId: number;
  readonly correlationId: string | null;
}

/** What is kept of a reading until its end: enough to send the same bytes under the same key after a reboot. */
export interface StoredReading extends Ids {
  readonly correlationId: string;
  readonly body: string;
  /** What `body` is the text of. */
  readonly message: unknown;
  /** Its file in the outbox. */
  readonly file: string;
}

const keptLetter = z.object({
  correlationId: z.string(),
  body: z.string(),
  attempts: z.number(),
  last: z.union([z.number(), z.string()]),
  // Older versions kept only what was exhausted.
  end: z.enum(['exhausted', 'rejected']).default('exhausted'),
});

/** A reading that was given up, as it was sent: its retries ran out, or the edge refused it. `last` is the last status or reason. */
export type DeadLetter = Readonly<z.infer<typeof keptLetter>> & { readonly sequenceId: number };

/** Content of the disk that could not be understood. `sequenceId` is known when the name tells it. */
export interface DiskProblem {
  readonly name: string;
  readonly sequenceId: number | null;
  readonly reason: string;
}

export interface Recovered {
  /** The number for the next reading. */
  readonly next: number;
  /** Whether the counter does not say so yet. */
  readonly isCounterBehind: boolean;
  /** Oldest first. */
  readonly readings: readonly StoredReading[];
  /** Numbers of the dead letters, oldest first. */
  readonly deadLetters: readonly number[];
  /** Those of them that a crash kept from leaving the outbox: they had their end, which may not have been said. */
  readonly buried: readonly DeadLetter[];
  /** What had to make room for a reading that waits, and is there still: its end may not have been said. */
  readonly displaced: readonly StoredReading[];
  /** Files that say nothing more: letters that were cut off, of readings that wait, and what did not come to replace one. */
  readonly leftovers: readonly string[];
  readonly problems: readonly DiskProblem[];
}

/** In the outbox, with the numbers of what it displaced. */
interface Waiting {
  readonly reading: StoredReading;
  readonly displaced: readonly number[];
}

/** The ids and the body of a file, with a checksum of both. */
function checked(ids: string, body: string): string {
  return `${ids} #${checksum(ids + body)}\n${body}`;
}

function parseNumber(digits: string): number | null {
  const value = /^\d{1,16}$/.test(digits) ? Number(digits) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

/**
 * The layout of a device's disk: the counter and its mark, one file for each reading that waits, one for each dead letter. Writes
 * nothing durably before `sync`, and rests on no more than the port promises: what one sync makes durable may come in any
 * order, and what it writes may be cut off. So a file that holds something is never written over, and nothing is removed
 * in the sync that writes what stands in for it.
 */
export class Journal {
  readonly #disk: Disk;
  readonly #counter: CounterFiles;

  constructor(disk: Disk) {
    this.#disk = disk;
    this.#counter = new CounterFiles(disk);
  }

  /** `next` is the first number not yet used. */
  saveCounter(next: number): void {
    this.#counter.save(next);
  }

  /** The same, in a place that damage to files does not reach. */
  markNext(next: number): void {
    this.#counter.mark(next);
  }

  /** All but the last. */
  clearMarks(): void {
    this.#counter.clearMarks();
  }

  /**
   * Lines, not JSON around JSON: the body is long, and would have to be escaped and parsed once more. The first line also
   * has the numbers that had to make room: they are gone once this is on the disk, whether or not their files are. And it has
   * a checksum of all else, for a digit of a measurement that was damaged is a digit too.
   */
  saveReading({ file, correlationId, body }: StoredReading, displaced: readonly Ids[]): void {
    let line = correlationId;
    for (const { sequenceId } of displaced) line += ` ${sequenceId}`;
    this.#disk.write(file, checked(line, body));
  }

  /** The reading as it shall be, beside what it shall replace. */
  saveStamped({ sequenceId, correlationId, body }: StoredReading): void {
    this.#disk.write(fileName(STAMPED_PREFIXES, sequenceId), checked(correlationId, body));
  }

  /** Of what is durable beside it. */
  replaceByStamped({ sequenceId, file }: StoredReading): void {
    this.#disk.rename(fileName(STAMPED_PREFIXES, sequenceId), file);
  }

  forgetReading({ file }: Pick<StoredReading, 'file'>): void {
    this.#disk.remove(file);
  }

  clear(name: string): void {
    this.#disk.remove(name);
  }

  saveDeadLetter(letter: DeadLetter): void {
    this.#disk.write(fileName(DEAD_PREFIXES, letter.sequenceId), JSON.stringify(letter));
  }

  forgetDeadLetter(sequenceId: number): void {
    this.#disk.remove(fileName(DEAD_PREFIXES, sequenceId));
  }

  /** Undefined when it is not there or damaged. */
  deadLetter(sequenceId: number): DeadLetter | undefined {
    const text = this.#read(fileName(DEAD_PREFIXES, sequenceId));
    const letter = keptLetter.safeParse(typeof text === 'string' ? jsonIn(text) : null);
    return letter.success ? { sequenceId, ...letter.data } : undefined;
  }

  /** Whether the counter was written since the boot. */
  get isCounterFresh(): boolean {
    return this.#counter.isFresh;
  }

  /** Moves what could not be understood out of the way, so that the next boot does not meet it again. */
  setAside({ name }: DiskProblem): void {
    if (this.#counter.hasWritten(name)) return;
    if (this.#disk.list(DAMAGED).length < DAMAGED_MAX) this.#disk.rename(name, DAMAGED + name);
    else this.#disk.remove(name);
  }

  /** @throws what the disk throws. */
  sync(): void {
    this.#disk.sync();
    this.#counter.synced();
  }

  /** Reads the disk after a boot, and changes nothing. `nowMs` is the wall clock, `first` the least number. */
  recover(deviceId: string, nowMs: number, first: number): Recovered {
    const counter = this.#counter.recover(nowMs, first);
    const problems: DiskProblem[] = counter.problems.map((problem) => ({ ...problem, sequenceId: null }));
    const letters = this.#numbered(DEAD, problems);
    const readings: StoredReading[] = [];
    const buried: DeadLetter[] = [];
    const gone = new Set<number>();
    const waiting = this.#waiting(deviceId, problems);
    for (const { reading, displaced } of waiting) {
      for (const sequenceId of displaced) gone.add(sequenceId);
      const letter = letters.has(reading.sequenceId) ? this.deadLetter(reading.sequenceId) : undefined;
      if (letter === undefined) readings.push(reading);
      else buried.push(letter);
    }
    const waits = new Set(readings.map(({ sequenceId }) => sequenceId));
    // A letter that was cut off as it was written has its reading in the outbox still: nothing is lost with it.
    const torn = [...letters].flatMap(([sequenceId, name]) => (waits.has(sequenceId) ? [name] : []));
    const leftovers = [...torn, ...this.#disk.list(STAMPED)];
    const deadLetters = this.#deadLetters(letters, waits, problems);
    const numbers = [...waiting.map(({ reading }) => reading.sequenceId), ...letters.keys(), ...gone];
    for (const { sequenceId } of problems) if (sequenceId !== null) numbers.push(sequenceId);
    const next = numbers.reduce((highest, number) => Math.max(highest, number + 1), counter.next);
    return {
      next,
      isCounterBehind: next !== (counter.said ?? first),
      readings: readings.filter(({ sequenceId }) => !gone.has(sequenceId)),
      deadLetters,
      buried,
      displaced: readings.filter(({ sequenceId }) => gone.has(sequenceId)),
      leftovers,
      problems,
    };
  }

  #waiting(deviceId: string, problems: DiskProblem[]): readonly Waiting[] {
    const waiting: Waiting[] = [];
    for (const [sequenceId, name] of this.#numbered(OUTBOX, problems)) {
      const found = this.#recoverReading(name, sequenceId, deviceId);
      if (typeof found === 'string') problems.push({ name, sequenceId, reason: found });
      else waiting.push(found);
    }
    return waiting;
  }

  /** Of all but what waits. */
  #deadLetters(
    letters: ReadonlyMap<number, string>,
    waiting: ReadonlySet<number>,
    problems: DiskProblem[],
  ): readonly number[] {
    const whole: number[] = [];
    for (const [sequenceId, name] of letters) {
      if (waiting.has(sequenceId)) continue;
      if (this.deadLetter(sequenceId) === undefined) {
        problems.push({ name, sequenceId, reason: 'is not a whole dead letter' });
      } else whole.push(sequenceId);
    }
    return whole;
  }

  #numbered(prefix: string, problems: DiskProblem[]): ReadonlyMap<number, string> {
    const found = new Map<number, string>();
    for (const name of this.#disk.list(prefix)) {
      const sequenceId = parseNumber(name.slice(prefix.length));
      if (sequenceId === null) problems.push({ name, sequenceId: null, reason: 'has no number for a name' });
      else found.set(sequenceId, name);
    }
    return found;
  }

  /** The content, or why it cannot be read; undefined when it is not there. */
  #read(name: string): string | { readonly unreadable: string } | undefined {
    try {
      return this.#disk.read(name);
    } catch (error) {
      return { unreadable: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  /** The reading, or what is wrong with it. A reading made invalid on purpose is a sound object all the same. */
  #recoverReading(name: string, sequenceId: number, deviceId: string): Waiting | string {
    const content = this.#read(name) ?? '';
    if (typeof content !== 'string') return content.unreadable;
    const [line = ''] = content.split('\n', 1);
    // Older versions wrote no checksum.
    const [, ids = '', correlationId, numbers, check] =
      /^(([0-9a-f]{16})((?: \d{1,16})*))(?: #([0-9a-f]{8}))?$/.exec(line) ?? [];
    if (correlationId === undefined) return 'has no correlation id';
    const body = content.slice(line.length + 1);
    const message = jsonIn(body);
    if (!isMapping(message)) return 'is not a whole message';
    if (message.device_id !== deviceId) return 'belongs to another device';
    if (message.sequence_id !== sequenceId && message.sequence_id !== -1) return 'carries another number';
    if (check !== undefined && checked(ids, body) !== content) return 'is not what was written';
    const displaced = (numbers ?? '').split(' ').filter(Boolean).map(Number);
    return { reading: { sequenceId, correlationId, body, file: name, message }, displaced };
  }
}
