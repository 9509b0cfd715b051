/**
 * Virtual time: a calendar of what is to happen, and the loop that lets it happen. Start with `kernel.ts`.
 * It knows nothing of devices, edges or networks.
 */
export { epochMsFromUs, msFromUs, usFromMs, WORLD_EPOCH_MS } from './virtual-time.ts';
export { Kernel } from './kernel.ts';
export type { KernelStop, OutsideTimers, Pace } from './kernel.ts';
export type { EntryId, TieRank } from './calendar.ts';
export { NameTable } from './name-table.ts';
export { isIn, mapTable, namesOf } from './table.ts';
