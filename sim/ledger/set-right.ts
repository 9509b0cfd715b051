import { epochMsFromUs } from '../kernel/index.ts';
import type { EntryState } from './reading-entry.ts';

/** A clock that is wrong by more was never set: a day. */
const NEVER_SET_MS = 86_400_000;

/**
 * Whether `timestamp` is when a reading was taken whose clock was not set then: its device knows since, and says it in place
 * of what the clock showed.
 */
export function isSetRight(
  { timestamp: shown, bornAt }: Pick<EntryState, 'timestamp' | 'bornAt'>,
  timestamp: string,
): boolean {
  if (shown === null || bornAt === null) return false;
  const bornMs = epochMsFromUs(bornAt);
  if (Math.abs(Date.parse(shown) - bornMs) < NEVER_SET_MS) return false;
  // Two clocks were read for it, and both are rounded.
  return Math.abs(Date.parse(timestamp) - bornMs) <= 1;
}
