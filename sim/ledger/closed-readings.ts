import { isDone } from './final-state.ts';
import type { FinalState } from './final-state.ts';
import type { ClosedReading } from './ledger-view.ts';

/** Generated readings of which no more is kept than how they ended. */
export class ClosedReadings {
  readonly ends: Record<FinalState, number> = {
    acknowledged: 0,
    'duplicate-acknowledged': 0,
    dropped: 0,
    rejected: 0,
    exhausted: 0,
    overflowed: 0,
    damaged: 0,
    pending: 0,
    parked: 0,
    lost: 0,
    untied: 0,
  };
  /** Those that were sent at all. */
  attempted = 0;
  storedUnacknowledged = 0;
  readonly #listeners: ((closed: ClosedReading) => void)[] = [];

  /** Calls `listener` once for each, when it is let go or the run ends. */
  onClosed(listener: (closed: ClosedReading) => void): void {
    this.#listeners.push(listener);
  }

  add(closed: ClosedReading): void {
    const { entry, end } = closed;
    this.ends[end] += 1;
    if (entry.attempts > 0) this.attempted += 1;
    if (entry.storedTimes > 0 && !isDone(end)) this.storedUnacknowledged += 1;
    for (const listener of this.#listeners) listener(closed);
  }
}
