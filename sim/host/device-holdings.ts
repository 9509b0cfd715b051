import type { DeviceBoot } from './device-boot.ts';
import { filesOpen, OWN_TIMERS_MAX, timersHeld } from './holdings.ts';
import type { TimersHeld } from './holdings.ts';

export interface DeviceHoldings extends TimersHeld {
  readonly requests: number;
  readonly listeners: number;
  /** Of these Node was told not to warn: added since it has been up. */
  readonly unwarned: number;
  /** Open beyond the most requests that it has had under way at once. */
  readonly connections: number;
  /** On its disk, where they are more than it may have. */
  readonly files?: number;
  /** Where they are more than any may have. */
  readonly openFiles?: number;
}

/** So many files a device may have, whatever it keeps in them: the last thousand readings, for those who ask for them. */
export const FILES_MAX = 1_000;

/** Of a reading that has no end: one that is whole, one that is being written. */
export const FILES_PER_READING = 2;

/**
 * What a device holds that is more than open readings need, and in the end, that is anything; null where it does not.
 * `waiting` says how many readings are open: it may have some timers for itself, and two for each of them.
 */
export function holdingsOf(
  { clock, scope, open }: DeviceBoot,
  onDisk: number,
  final: boolean,
  waiting: () => number,
): DeviceHoldings | null {
  const { holdings } = scope.globals ?? {};
  const timers = timersHeld([...clock.timers, ...(holdings?.timers ?? [])], () => true);
  const crowds = holdings?.crowds;
  const listeners = crowds?.listeners ?? 0;
  const unwarned = crowds?.unwarned ?? 0;
  crowds?.begun();
  const requests = open.size;
  const needed = final ? 0 : timersNeeded(clock.pending + (holdings?.timers.size ?? 0), waiting);
  const connections = scope.globals?.spareConnections ?? 0;
  const isCrowded = listeners > 0 || Math.max(unwarned, connections) > OWN_TIMERS_MAX;
  const isFilled = onDisk > FILES_MAX && onDisk > FILES_MAX + FILES_PER_READING * waiting();
  const files = isFilled ? { files: onDisk } : null;
  const opened = filesOpen(holdings);
  if (
    files === null &&
    opened === null &&
    !isCrowded &&
    timers.timers <= needed &&
    (!final || requests === 0)
  )
    return null;
  return { requests, ...timers, listeners, unwarned, connections, ...files, ...opened };
}

/** What may be set without a closer look. */
function timersNeeded(set: number, waiting: () => number): number {
  return set <= OWN_TIMERS_MAX ? set : OWN_TIMERS_MAX + 2 * waiting();
}
