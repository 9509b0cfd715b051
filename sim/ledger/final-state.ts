/** The one end of a reading. `pending` and `lost` are known only when the run is over. */
export const FINAL_STATES = [
  'acknowledged',
  'duplicate-acknowledged',
  'dropped',
  'rejected',
  'exhausted',
  'overflowed',
  'pending',
  'lost',
] as const;

export type FinalState = (typeof FINAL_STATES)[number];

/** True for the two ends that say: the edge has it. */
export function isDone(state: FinalState | null): boolean {
  return state === 'acknowledged' || state === 'duplicate-acknowledged';
}
