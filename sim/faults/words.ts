import { printDuration } from '../../settings/duration.ts';
import { printProbability } from '../../settings/ratio.ts';
import type { DeviceSet } from '../../settings/index.ts';

/** `10%`; ` up to 2s`; `100ms–1s`. */
export const share = printProbability;
export const time = printDuration;

export function span({ minMs, maxMs }: { readonly minMs: number; readonly maxMs: number }): string {
  return `${time(minMs)}–${time(maxMs)}`;
}

export function devices(set: DeviceSet): string {
  if (set === 'all') return 'all devices';
  return `the first ${set.first} device${set.first === 1 ? '' : 's'}`;
}

/** In brackets behind what else is said; nothing where the answer asks for nothing. */
export function retryAfter(ms: number | null): string {
  return ms === null ? '' : ` (Retry-After ${time(ms)})`;
}
