import type { ReadingEntry } from '../ledger/index.ts';

/** Why nothing is said of an edge none of whose requests can be judged. */
export const REQUESTS_ARE_NAMELESS = 'no request tells which reading it is for';

/**
 * Whether a request brought the edge a reading that it must be able to take: a message, not spoilt by the device on
 * purpose, not damaged by the network, under a number of its own, and of a time that a message may have. A reading that had ended and came up again is left
 * out, since what had become of it is not known any more.
 */
export function isSound(entry: ReadingEntry, attempt: number): boolean {
  return (
    isTimely(entry) &&
    !entry.spoilt &&
    !entry.numberReused &&
    !entry.revived &&
    !entry.unsoundAttempts.includes(attempt)
  );
}

/** What a device makes of a reading whose clock was not set is its own affair: it may wait for the right time, or not. */
function isTimely({ timestamp }: ReadingEntry): boolean {
  return timestamp === null || timestamp.startsWith('20');
}
