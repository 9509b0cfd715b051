import type { Attempt } from '../../trace/attempts.ts';

/** An attempt in the row of its device. */
export interface PlacedAttempt {
  readonly attempt: Attempt;
  /** Index of the row of its device. */
  readonly row: number;
  /** From 0: attempts of one row that overlap lie in different lanes. */
  readonly lane: number;
}

export interface PlacedRows {
  /** In the order of their sending. */
  readonly attempts: readonly PlacedAttempt[];
  /** Lanes of each row. */
  readonly lanes: readonly number[];
}

/** More lanes are thinner than a pixel; what is above shares the last. */
const LANES_MAX = 6;

/** Each attempt in the first lane of its device that is free. `endAt`: where attempts end that are open. */
export function placeAttempts(
  attempts: readonly Attempt[],
  devices: readonly string[],
  endAt: number,
): PlacedRows {
  const rows = new Map(devices.map((device, row) => [device, row]));
  const free = devices.map((): number[] => []);
  const placed = attempts.flatMap((attempt): PlacedAttempt[] => {
    const row = rows.get(attempt.device);
    const lanes = row === undefined ? undefined : free[row];
    if (row === undefined || lanes === undefined) return [];
    const found = lanes.findIndex((until) => until <= attempt.sentAt);
    const lane = Math.min(LANES_MAX - 1, found === -1 ? lanes.length : found);
    lanes[lane] = attempt.endedAt ?? endAt;
    return [{ attempt, row, lane }];
  });
  return { attempts: placed, lanes: free.map(({ length }) => Math.max(1, length)) };
}
