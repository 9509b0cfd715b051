/** From within any patience to beyond most. */
const LATE_MS = { '100ms late': 100, '1s late': 1_000, '10s late': 10_000, '1m late': 60_000 } as const;

/** What a draw of the network may do to a request in place of more, from the weakest on. */
export const WEAKER = [
  '100ms late',
  '1s late',
  '10s late',
  '1m late',
  'answer lost',
  'request lost',
] as const satisfies readonly (keyof typeof LATE_MS | 'answer lost' | 'request lost')[];

export type Weaker = (typeof WEAKER)[number];

/** How late the request comes; null: it is no delay. */
export function lateMs(as: Weaker): number | null {
  return as === 'answer lost' || as === 'request lost' ? null : LATE_MS[as];
}
