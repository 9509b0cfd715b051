import { epochMsFromUs, WORLD_EPOCH_MS } from '../kernel/index.ts';
import type { EntryState } from './reading-entry.ts';

/** A clock that is wrong by more was never set: a day. What it is set to may be off still, by less. */
const NEVER_SET_MS = 86_400_000;

/**
 * Whether `timestamp` may be when a reading was taken whose clock was not set then: its device knows since, as well as its
 * clock does, and says it in place of what the clock showed.
 */
export function isSetRight(
  { timestamp: shown, bornAt }: Pick<EntryState, 'timestamp' | 'bornAt'>,
  timestamp: string,
): boolean {
  if (shown === null || bornAt === null) return false;
  const offMs = (said: string): number => Math.abs(Date.parse(said) - epochMsFromUs(bornAt));
  // Nor can it be right before the world began.
  const isWrong = offMs(shown) >= NEVER_SET_MS || Date.parse(shown) < WORLD_EPOCH_MS;
  return isWrong && offMs(timestamp) < NEVER_SET_MS;
}
