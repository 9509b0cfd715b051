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

/** A device's own word for the end of a reading, by the log event that says it. */
const WORDS: Readonly<Record<string, FinalState>> = {
  telemetry_acknowledged: 'acknowledged',
  duplicate_acknowledged: 'duplicate-acknowledged',
  packet_dropped: 'dropped',
  permanent_error_received: 'rejected',
  retries_exhausted: 'exhausted',
  outbox_overflow: 'overflowed',
};

/**
 * What this log event says of the end of its reading; null when it says nothing. With `copy: true` it speaks of the
 * second copy that the device sent on purpose, not of the reading.
 */
export function wordOf(event: string, copy: unknown): FinalState | null {
  if (copy === true) return null;
  return Object.hasOwn(WORDS, event) ? (WORDS[event] ?? null) : null;
}
