import type { LedgerView } from '../ledger/index.ts';
import type { TraceEvent } from '../trace/event.ts';

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
export class RecoveryMeter {
  readonly #ledger: LedgerView;
  #backlog = 0;
  /** The highest backlog before the first window. */
  #normal = 0;
  #windowsOpen = 0;
  #hadWindow = false;
  #outageEndedAt = 0;
  #recoveredAt: number | null = null;
  #lastAt = 0;

  constructor(ledger: LedgerView) {
    this.#ledger = ledger;
  }

  observe(event: TraceEvent): void {
    const { kind } = event;
    this.#lastAt = event.at;
    // A reading that the device drops has its end told before its birth: the two still add up to nothing.
    if (this.#ledger.ended !== null) this.#backlog -= 1;
    if (kind === 'reading_recorded') {
      this.#backlog += 1;
      if (!this.#hadWindow && this.#backlog > this.#normal) this.#normal = this.#backlog;
    } else if (kind === 'window_opened') {
      this.#hadWindow = true;
      this.#windowsOpen += 1;
      this.#recoveredAt = null;
    } else if (kind === 'window_closed') {
      this.#windowsOpen -= 1;
      this.#outageEndedAt = event.at;
    }
    if (this.#isOver() && this.#recoveredAt === null && this.#backlog <= this.#normal) {
      this.#recoveredAt = event.at;
    }
  }

  /** Milliseconds; null without windows, and when the run ended inside of one. */
  conclude(): number | null {
    if (!this.#isOver()) return null;
    return ((this.#recoveredAt ?? this.#lastAt) - this.#outageEndedAt) / 1000;
  }

  #isOver(): boolean {
    return this.#hadWindow && this.#windowsOpen === 0;
  }
}
