import type { Listed } from '../lists/open-list.ts';
import type { StoredReading } from './journal.ts';
import type { RetryContext, TimerHandle } from '../ports/index.ts';

/**
 * Where a reading stands: held back before its first attempt (`delayed`), waiting for a free place (`due`),
 * `in-flight`, waiting for its retry (`backoff`), given up while there is no room on the disk to park it (`unburied`),
 * taken while the wall clock was wrong (`unstamped`), or at its end (`ended`).
 */
export type EntryPhase = 'delayed' | 'due' | 'in-flight' | 'backoff' | 'unburied' | 'unstamped' | 'ended';

/** A reading in the outbox, linked to its neighbours there. Changed only by the client. */
export class Entry implements StoredReading, Listed<Entry> {
  readonly sequenceId: number;
  readonly correlationId: string;
  readonly body: string;
  readonly file: string;
  readonly message: unknown;
  phase: EntryPhase = 'due';
  /** The attempt in flight or the next one; counted since this boot, from 0. */
  attempt = 0;
  /** Of those that were made, the ones that somebody answered who is not the edge: they use up no retry. */
  heldAttempts = 0;
  /** What the policy said before the retry at hand; null before the first. */
  previousDelay: RetryContext['previous'] = null;
  /** While `delayed` or in `backoff`. */
  timer: TimerHandle = null;
  /** While `in-flight`. */
  cancel: (() => void) | null = null;
  /** While `due`. */
  turn: Turn | null = null;
  previous: Entry | null = null;
  next: Entry | null = null;
  listed = false;
  /** Its number is the second that it has. */
  renumbered = false;
  /** A request for many was refused as a whole: it is tried by itself. */
  alone = false;
  /** It stood twice in the list of its first attempt. */
  copied = false;

  constructor(reading: StoredReading) {
    this.sequenceId = reading.sequenceId;
    this.correlationId = reading.correlationId;
    this.body = reading.body;
    this.file = reading.file;
    this.message = reading.message;
  }
}

/** The place of a reading among those that are `due`. */
export class Turn implements Listed<Turn> {
  readonly entry: Entry;
  /** Milliseconds by the monotonic clock, of a device that sends many readings at once; 0 otherwise. */
  readonly sinceMs: number;
  previous: Turn | null = null;
  next: Turn | null = null;
  listed = false;

  constructor(entry: Entry, sinceMs: number) {
    this.entry = entry;
    this.sinceMs = sinceMs;
  }
}

/** A function of its own, because the phase changes behind the compiler's back while `send` runs. */
export function isInFlight(entry: Entry, attempt: number): boolean {
  return entry.phase === 'in-flight' && entry.attempt === attempt;
}
