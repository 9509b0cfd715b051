import type { LedgerView } from '../ledger/index.ts';
import type { ComparedMetric } from './metric.ts';
import type { Meter } from './meter.ts';

/**
 * How long the fleet takes to come back to what was normal for it. Normal is the backlog (readings born and without an
 * end) at its highest before the first window of the timeline opened. Recovery is the time from the end of the last
 * window to the first instant at which the backlog is no higher than that.
 *
 * It is the time to recover of resilience engineering (performance is back at its level before the disruption). Asking
 * instead when the last reading of the outage has met its end would call a fleet recovered whose retries keep the edge
 * overloaded with newer readings: exactly the failure that tells policies apart.
 *
 * A fleet that does not recover counts with the time up to the last event, which is a lower bound: to leave it out
 * would flatter the worst.
 */
export class RecoveryMeter implements Meter {
  readonly #ledger: Pick<LedgerView, 'lastAt'>;
  #backlog = 0;
  /** The highest backlog before the first window. */
  #normal = 0;
  #windowsOpen = 0;
  #hadWindow = false;
  #outageEndedAt = 0;
  #recoveredAt: number | null = null;

  constructor(ledger: Pick<LedgerView, 'lastAt' | 'onEnded'>) {
    this.#ledger = ledger;
    ledger.onEnded((_entry, at) => {
      this.#backlog -= 1;
      this.#noticeRecovery(at);
    });
  }

  readonly on: Meter['on'] = {
    reading_recorded: () => {
      this.#backlog += 1;
      if (!this.#hadWindow && this.#backlog > this.#normal) this.#normal = this.#backlog;
    },
    window_opened: () => {
      this.#hadWindow = true;
      this.#windowsOpen += 1;
      this.#recoveredAt = null;
    },
    window_closed: ({ at }) => {
      this.#windowsOpen -= 1;
      this.#outageEndedAt = at;
      this.#noticeRecovery(at);
    },
  };

  /** Milliseconds; null without windows, and when the run ended inside of one. */
  conclude(): number | null {
    if (!this.#isOver()) return null;
    return ((this.#recoveredAt ?? this.#ledger.lastAt) - this.#outageEndedAt) / 1000;
  }

  #noticeRecovery(at: number): void {
    if (this.#recoveredAt === null && this.#isOver() && this.#backlog <= this.#normal) this.#recoveredAt = at;
  }

  #isOver(): boolean {
    return this.#hadWindow && this.#windowsOpen === 0;
  }
}

export const recoveryTime: ComparedMetric = {
  unit: 'duration',
  doc: 'from the end of the last outage until no more is waiting than before the first',
  meter: (ledger) => new RecoveryMeter(ledger),
  compared: {
    label: 'time to recover',
    group: 'time',
    better: 'lower',
    method: 'student-t',
    key: true,
    explained: true,
  },
};
