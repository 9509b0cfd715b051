import * as z from 'zod';
import type { Disk } from '../ports/index.ts';
import { jsonIn } from '../protocol/index.ts';
import { isMapping } from '../settings/plain.ts';

const COUNTERS = ['counter/0', 'counter/1'] as const;
const OUTBOX = 'outbox/';
const DEAD = 'dead/';
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
});

/** A reading whose retries ran out, as it was sent. `last` is the last status or reason. */
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
  /** Oldest first. */
  readonly readings: readonly StoredReading[];
  /** Numbers of the dead letters, oldest first. */
  readonly deadLetters: readonly number[];
  readonly problems: readonly DiskProblem[];
}

/** What the counter says when all numbers are used: one more than the last, and still exact. */
const ALL_USED = Number.MAX_SAFE_INTEGER + 1;

/** Whether there is no number left for a reading. */
export function isUsedUp(next: number): boolean {
  return next >= ALL_USED;
}

function parseCounter(digits: string): number | null {
  return digits === String(ALL_USED) ? ALL_USED : parseNumber(digits);
}

function parseNumber(digits: string): number | null {
  const value = /^\d{1,16}$/.test(digits) ? Number(digits) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

/**
 * The layout of a device's disk: the counter, one file for each reading that waits, one for each dead letter. Writes
 * nothing durably before `sync`. The counter is written before what it counts, so that a sync cut off by a crash can
 * lose a reading's number (a gap) but never leave it free for another reading.
 */
export class Journal {
  readonly #disk: Disk;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /**
   * `next` is the first number not yet used. Two files take turns, so that damage to one still leaves the other,
   * which is at most one number behind.
   */
  saveCounter(next: number): void {
    this.#disk.write(next % 2 === 0 ? COUNTERS[0] : COUNTERS[1], String(next));
  }

  /** Lines, not JSON around JSON: the body is long, and would have to be escaped and parsed once more. */
  saveReading({ file, correlationId, body }: StoredReading): void {
    this.#disk.write(file, `${correlationId}\n${body}`);
  }

  forgetReading({ file }: StoredReading): void {
    this.#disk.remove(file);
  }

  saveDeadLetter(letter: DeadLetter): void {
    this.#disk.write(fileName(DEAD_PREFIXES, letter.sequenceId), JSON.stringify(letter));
  }

  forgetDeadLetter(sequenceId: number): void {
    this.#disk.remove(fileName(DEAD_PREFIXES, sequenceId));
  }

  /** Undefined when it is not there or damaged. */
  deadLetter(sequenceId: number): DeadLetter | undefined {
    const text = this.#disk.read(fileName(DEAD_PREFIXES, sequenceId)) ?? '';
    const letter = keptLetter.safeParse(jsonIn(text));
    return letter.success ? { sequenceId, ...letter.data } : undefined;
  }

  /** Moves what could not be understood out of the way, so that the next boot does not meet it again. */
  setAside(problem: DiskProblem): void {
    const content = this.#disk.read(problem.name);
    if (content !== undefined && this.#disk.list(DAMAGED).length < DAMAGED_MAX) {
      this.#disk.write(DAMAGED + problem.name, content);
    }
    this.#disk.remove(problem.name);
  }

  sync(): void {
    this.#disk.sync();
  }

  /**
   * Reads the disk after a boot. `nowMs` is the wall clock: when nothing readable is left of the counter, numbers
   * go on from there, because no device has taken a reading each millisecond since `first` was given out in 1970.
   */
  recover(deviceId: string, nowMs: number, first: number): Recovered {
    const problems: DiskProblem[] = [];
    const readings: StoredReading[] = [];
    let next = this.#recoverCounter(problems, nowMs, first);
    for (const { name, sequenceId } of this.#numbered(OUTBOX, problems)) {
      next = Math.max(next, sequenceId + 1);
      const reading = this.#recoverReading(name, sequenceId, deviceId);
      if (typeof reading === 'string') problems.push({ name, sequenceId, reason: reading });
      else readings.push(reading);
    }
    const deadLetters = this.#numbered(DEAD, problems).map(({ sequenceId }) => sequenceId);
    for (const sequenceId of deadLetters) next = Math.max(next, sequenceId + 1);
    return { next, readings, deadLetters, problems };
  }

  #recoverCounter(problems: DiskProblem[], nowMs: number, first: number): number {
    const valid: number[] = [];
    let damaged = 0;
    for (const name of COUNTERS) {
      const text = this.#disk.read(name);
      if (text === undefined) continue;
      const value = parseCounter(text);
      if (value === null) {
        damaged += 1;
        problems.push({ name, sequenceId: null, reason: 'is not a whole number' });
      } else valid.push(value);
    }
    if (valid.length > 0) return Math.min(ALL_USED, Math.max(...valid) + damaged);
    return damaged > 0 ? Math.min(ALL_USED, first + Math.max(0, Math.floor(nowMs))) : first;
  }

  #numbered(prefix: string, problems: DiskProblem[]): { name: string; sequenceId: number }[] {
    const found: { name: string; sequenceId: number }[] = [];
    for (const name of this.#disk.list(prefix)) {
      const sequenceId = parseNumber(name.slice(prefix.length));
      if (sequenceId === null) problems.push({ name, sequenceId: null, reason: 'has no number for a name' });
      else found.push({ name, sequenceId });
    }
    return found;
  }

  /** The reading, or what is wrong with it. A reading made invalid on purpose is a sound object all the same. */
  #recoverReading(name: string, sequenceId: number, deviceId: string): StoredReading | string {
    const content = this.#disk.read(name) ?? '';
    const correlationId = content.slice(0, DIGITS);
    if (!/^[0-9a-f]{16}$/.test(correlationId) || content[DIGITS] !== '\n') return 'has no correlation id';
    const body = content.slice(DIGITS + 1);
    const message = jsonIn(body);
    if (!isMapping(message)) return 'is not a whole message';
    if (message.device_id !== deviceId) return 'belongs to another device';
    if (message.sequence_id !== sequenceId && message.sequence_id !== -1) return 'carries another number';
    return { sequenceId, correlationId, body, file: name, message };
  }
}
