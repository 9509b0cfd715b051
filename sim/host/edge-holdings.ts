import type { EdgeBoot } from './edge-boot.ts';
import { filesOpen, OWN_TIMERS_MAX, timersHeld } from './holdings.ts';
import type { TimersHeld } from './holdings.ts';

export interface EdgeHoldings extends TimersHeld {
  readonly requests: number;
  readonly listeners: number;
  /** Of these Node was told not to warn: added by so many requests. */
  readonly unwarned: number;
  readonly connections: number;
  /** Where they are more than any may have. */
  readonly openFiles?: number;
}

/** What an edge holds that is more than open requests need; null where it does not. */
export function heldByEdge({ deliveries, scope, clock }: EdgeBoot): EdgeHoldings | null {
  const open = deliveries.keys();
  const { holdings } = scope.globals ?? {};
  const timers = timersHeld([...clock.timers, ...(holdings?.timers ?? [])], (exchange) => open.has(exchange));
  const crowds = holdings?.crowds;
  const listeners = crowds?.listeners ?? 0;
  const unwarned = crowds?.unwarned ?? 0;
  crowds?.begun();
  const { repeating, outlived, expiries } = timers;
  const files = filesOpen(holdings);
  if (files === null && Math.max(repeating, outlived, expiries, listeners, unwarned) <= OWN_TIMERS_MAX)
    return null;
  return { requests: deliveries.open, ...timers, listeners, unwarned, connections: 0, ...files };
}
