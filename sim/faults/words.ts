import { printDuration } from '../../settings/duration.ts';
import { printProbability } from '../../settings/ratio.ts';
import type { Cells, DeviceSet } from '../../settings/index.ts';

/** `10%`; ` up to 2s`; `100ms–1s`. */
export const share = printProbability;
export const time = printDuration;

export function span({ minMs, maxMs }: { readonly minMs: number; readonly maxMs: number }): string {
  return `${time(minMs)}–${time(maxMs)}`;
}

export function devices(set: DeviceSet): string {
  if (set === 'all') return 'all devices';
  if ('group' in set) return `the group ${set.group}`;
  return `the first ${set.first} device${set.first === 1 ? '' : 's'}`;
}

/** Whose it is in common; nothing where each has its own. */
export function together(cells: Cells): string {
  if (cells === null) return '';
  if (cells === 'group') return ', of each group at once';
  return cells === 'fleet' ? ', of the whole fleet at once' : `, of ${cells} neighbours at once`;
}

/** In brackets behind what else is said; nothing where the answer asks for nothing. */
export function retryAfter(ms: number | null): string {
  return ms === null ? '' : ` (Retry-After ${time(ms)})`;
}
