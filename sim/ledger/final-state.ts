/**
 * The one end of a reading. `pending`, `parked`, `lost` and `untied` are known only when the run is over. `parked` is what
 * the device has set aside and had no cause to send again: nothing of it was acknowledged since. `untied` is what could
 * not be observed: the device sent requests that do not tell which reading they are for, and this one may be among them.
 * `damaged` is what the device found so on its disk, and says so, or what an old copy in place of its disk did not have: a disk
 * that breaks takes it from the best of devices.
 */
export const FINAL_STATES = [
  'acknowledged',
  'duplicate-acknowledged',
  'dropped',
  'rejected',
  'exhausted',
  'overflowed',
  'damaged',
  'pending',
  'parked',
  'lost',
  'untied',
] as const;

export type FinalState = (typeof FINAL_STATES)[number];

/** True for the two ends that say: the edge has it. */
export function isDone(state: FinalState | null): boolean {
  return state === 'acknowledged' || state === 'duplicate-acknowledged';
}
