import type { Attempt } from '../../trace/attempts.ts';
import { FreeLanes } from '../../trace/free-lane.ts';

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

/** More lanes are thinner than a pixel. */
const LANES_MAX = 6;

/** Each attempt in the first lane of its device that is free. `endAt`: where attempts end that are open. */
export function placeAttempts(
  attempts: readonly Attempt[],
  devices: readonly string[],
  endAt: number,
): PlacedRows {
  const rows = new Map(devices.map((device, row) => [device, { row, lanes: new FreeLanes(LANES_MAX) }]));
  const placed = attempts.flatMap((attempt): PlacedAttempt[] => {
    const found = rows.get(attempt.device);
    if (found === undefined) return [];
    const lane = found.lanes.take(attempt.sentAt, attempt.endedAt ?? endAt);
    return [{ attempt, row: found.row, lane }];
  });
  return { attempts: placed, lanes: [...rows.values()].map(({ lanes }) => Math.max(1, lanes.count)) };
}
