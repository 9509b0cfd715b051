import type { FifoNode } from './fifo.ts';
import type { StoredReading } from './journal.ts';
import type { RetryContext } from './policy/retry-policy.ts';
import type { TimerHandle } from './ports.ts';

/**
 * Where a reading stands: held back before its first attempt (`delayed`), waiting for a free place (`due`),
 * `in-flight`, waiting for its retry (`backoff`), or at its end (`ended`).
 */
export type EntryPhase = 'delayed' | 'due' | 'in-flight' | 'backoff' | 'ended';

/** A reading in the outbox. Changed only by the client. */
export interface Entry extends StoredReading {
  readonly message: unknown;
  phase: EntryPhase;
  /** The attempt in flight or the next one; counted since this boot, from 0. */
  attempt: number;
  /** What the policy said before the retry at hand; null before the first. */
  previousDelay: RetryContext['previous'];
  /** While `delayed` or in `backoff`. */
  timer: TimerHandle;
  /** While `in-flight`. */
  cancel: (() => void) | null;
  /** Its place among all readings, oldest first. */
  place: FifoNode<Entry> | null;
  /** Its place among those that are `due`. */
  duePlace: FifoNode<Entry> | null;
}

export function createEntry(reading: StoredReading, message: unknown): Entry {
  return {
    sequenceId: reading.sequenceId,
    correlationId: reading.correlationId,
    body: reading.body,
    message,
    phase: 'due',
    attempt: 0,
    previousDelay: null,
    timer: null,
    cancel: null,
    place: null,
    duePlace: null,
  };
}
