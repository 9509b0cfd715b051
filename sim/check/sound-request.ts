import type { ReadingEntry } from '../ledger/index.ts';

/** Why nothing is said of an edge none of whose requests can be judged. */
export const REQUESTS_ARE_NAMELESS = 'no request tells which reading it is for';

/**
 * Whether a request brought the edge a reading that it must be able to take: a message, not spoilt by the device on
 * purpose, not damaged by the network, and under a number of its own. A reading that had ended and came up again is left
 * out, since what had become of it is not known any more.
 */
export function isSound(entry: ReadingEntry, attempt: number): boolean {
  return !entry.spoilt && !entry.numberReused && !entry.revived && !entry.unsoundAttempts.includes(attempt);
}
