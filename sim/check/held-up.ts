import type { EdgeSettings } from '../../edge/settings.ts';
import type { CheckSettings } from './invariant.ts';

function longest(ranges: readonly ({ readonly maxMs: number } | null | undefined)[]): number {
  return Math.max(0, ...ranges.map((range) => range?.maxMs ?? 0));
}

/**
 * The longest, in milliseconds, that faults of this scenario may have an edge work on one request. It works on after the
 * window of the fault is over, and after its client has gone.
 */
export function heldUpMsMax({ edge, timeline }: Pick<CheckSettings, 'edge' | 'timeline'>): number {
  const inForce: readonly Partial<EdgeSettings>[] = [edge, ...timeline.map((window) => window.edge)];
  const slow = longest(inForce.map((each) => (each.slow?.probability === 0 ? null : each.slow)));
  return slow + longest(inForce.map((each) => each.contention));
}
