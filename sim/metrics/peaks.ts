import type { TraceEvent } from '../trace/event.ts';

const SECOND_US = 1_000_000;

/** The most of anything at once. */
export interface PeaksSummary {
  /** Requests sent by all devices in one whole second of virtual time. */
  readonly requestsPerSecond: number;
  /** Readings waiting in one device; null when no device says. */
  readonly outbox: number | null;
  /** Keys in the edge's dedupe store; null when the edge does not say. */
  readonly dedupe: number | null;
}

export class PeakMeter {
  #second = 0;
  #inSecond = 0;
  #mostInSecond = 0;
  #outbox: number | null = null;
  #dedupe: number | null = null;

  observe(event: TraceEvent): void {
    if (event.kind === 'attempt_sent') {
      const second = Math.floor(event.at / SECOND_US);
      this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
      this.#second = second;
      if (this.#inSecond > this.#mostInSecond) this.#mostInSecond = this.#inSecond;
    } else if (event.kind === 'outbox_read') {
      this.#outbox = Math.max(this.#outbox ?? 0, event.size);
    } else if (event.kind === 'metrics_read') {
      const peak = event.counters?.['idempotency_entries_peak'] ?? event.counters?.['idempotency_entries'];
      if (peak !== undefined) this.#dedupe = Math.max(this.#dedupe ?? 0, peak);
    }
  }

  conclude(): PeaksSummary {
    return { requestsPerSecond: this.#mostInSecond, outbox: this.#outbox, dedupe: this.#dedupe };
  }
}
