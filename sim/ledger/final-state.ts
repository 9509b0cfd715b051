/**
 * The one end of a reading. `pending`, `lost` and `untied` are known only when the run is over; `untied` is what could not be
 * observed: the device sent requests that do not tell which reading they are for, and this one may be among them.
 */
export const FINAL_STATES = [
  'acknowledged',
  'duplicate-acknowledged',
  'dropped',
  'rejected',
  'exhausted',
  'overflowed',
  'pending',
  'lost',
  'untied',
] as const;

export type FinalState = (typeof FINAL_STATES)[number];

/** True for the two ends that say: the edge has it. */
export function isDone(state: FinalState | null): boolean {
  return state === 'acknowledged' || state === 'duplicate-acknowledged';
}
