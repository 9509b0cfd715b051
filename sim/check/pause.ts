import type { ReadingEntry } from '../ledger/index.ts';

/** A queue that is looked through each second sends what is due up to a second late. */
export const LOOKS_EVERY_MS = 1_000;

/**
 * Node's timers count whole milliseconds, from the last whole one on: what a delay has beyond the whole, and what had passed of
 * that millisecond, they come sooner.
 */
export const TIMERS_EARLY_MS = 2;

/** The time between the end of an attempt, as the client took it, and the next attempt. */
export interface Pause {
  /** 0 before the first retry; attempts that the policy refused count. */
  readonly retryIndex: number;
  /** Negative when the attempt was sent before the one before it could be over. */
  readonly actualMs: number;
  /** The client had neither an answer to the attempt before nor given it up, so far as can be seen. */
  readonly overlaps: boolean;
  /** Since the attempt before was sent. */
  readonly sinceSentMs: number;
  /** What the device's log said it would wait, counted from its log; null when it said nothing. */
  readonly announcedMs: number | null;
  readonly sinceAnnouncedMs: number;
  /** What the answer asked for, where the client still waited for one. */
  readonly retryAfterMs: number | null;
  /** What it may go by instead: the same by the `Date` of the answer, and what the answer to a copy asked for. */
  readonly orAskedMs: readonly number[];
  /** Of that answer; null without one. */
  readonly status: number | null;
}

/** When an attempt was over for the client at the latest. Microseconds. */
interface Over {
  readonly at: number;
  readonly sentAt: number;
  readonly waits: boolean;
  readonly retryAfterMs: number | null;
  readonly byDateMs?: number | undefined;
  readonly status: number | null;
}

/**
 * A client may stop to wait without a word to the network: then its attempt goes on, or ends after the client has
 * turned away from it. So an attempt is over for the client at its timeout, unless it is seen to be over before, or the client
 * goes by what it hears later: a process that stood still may find an answer before its timer.
 */
function overOf(entry: ReadingEntry, timeoutUs: number): Over | null {
  const { lastEnding: ending } = entry;
  let over: Over | null = null;
  if (ending !== null) {
    const { at, how, retryAfterMs, byDateMs, status } = ending;
    const sentAt = ending.sentAt ?? at;
    const isHeard = entry.announcedRetry?.at === at;
    const late = how !== 'abandoned' && at > sentAt + timeoutUs && !isHeard;
    over = late
      ? { at: sentAt + timeoutUs, sentAt, waits: false, retryAfterMs: null, status: null }
      : { at, sentAt, waits: false, retryAfterMs, byDateMs, status };
  }
  // The last one is the attempt at hand.
  const waiting = entry.open.slice(0, -1).findLast((attempt) => attempt.clientWaits && !attempt.copy);
  if (waiting === undefined) return over;
  const { sentAt } = waiting;
  const at = sentAt + timeoutUs;
  return over !== null && over.at >= at
    ? over
    : { at, sentAt, waits: true, retryAfterMs: null, status: null };
}

function orAskedIn({ lastCopyAnswer: copy }: ReadingEntry, { sentAt, byDateMs }: Over): readonly number[] {
  const ofCopy = copy === null || copy.at < sentAt ? [] : [copy.retryAfterMs ?? 0, copy.byDateMs];
  return [byDateMs, ...ofCopy].filter((ms) => ms !== undefined);
}

/** The pause before the attempt that was just sent, at `at`; null before the first one of a boot. */
export function pauseBefore(entry: ReadingEntry, at: number, timeoutMs: number): Pause | null {
  if (entry.bootAttempts < 2) return null;
  const over = overOf(entry, timeoutMs * 1000);
  if (over === null) return null;
  const announced = entry.announcedRetry;
  const speaks = announced !== null && announced.at >= over.at;
  const refused = entry.refusedHere;
  // Then the last failure is not the answer, but the policy's own word.
  const refusedSince = refused !== null && refused.at >= over.at;
  return {
    retryIndex: entry.bootAttempts + (refused?.count ?? 0) - 2,
    actualMs: (at - over.at) / 1000,
    overlaps: over.waits,
    sinceSentMs: (at - over.sentAt) / 1000,
    announcedMs: speaks ? announced.delayMs : null,
    sinceAnnouncedMs: speaks ? (at - announced.at) / 1000 : 0,
    retryAfterMs: refusedSince ? null : over.retryAfterMs,
    orAskedMs: refusedSince ? [] : orAskedIn(entry, over),
    status: refusedSince ? null : over.status,
  };
}
