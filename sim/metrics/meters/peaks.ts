import type { Watcher } from '../../ledger/index.ts';

const SECOND_US = 1_000_000;
const TENTH_US = 100_000;

/** The most of anything at once. */
export interface PeaksSummary {
  /** Requests sent by all devices in one whole second of virtual time. */
  readonly requestsPerSecond: number;
  /** The same in one tenth of a second: a count in the bin, not a rate. It shows bursts that a second smooths over. */
  readonly requestsPer100ms: number;
  /** Readings waiting in one device; null when no device says. */
  readonly outbox: number | null;
  /** Keys in the edge's dedupe store; null when the edge does not say. */
  readonly dedupe: number | null;
}

/** The fullest of the bins of one width. */
class FullestBin {
  readonly #widthUs: number;
  #bin = 0;
  #inBin = 0;
  most = 0;

  constructor(widthUs: number) {
    this.#widthUs = widthUs;
  }

  add(atUs: number): void {
    const bin = Math.floor(atUs / this.#widthUs);
    this.#inBin = bin === this.#bin ? this.#inBin + 1 : 1;
    this.#bin = bin;
    if (this.#inBin > this.most) this.most = this.#inBin;
  }
}

export class PeakMeter implements Watcher {
  readonly #second = new FullestBin(SECOND_US);
  readonly #tenth = new FullestBin(TENTH_US);
  #outbox: number | null = null;
  #dedupe: number | null = null;

  readonly on: Watcher['on'] = {
    attempt_sent: ({ at }) => {
      this.#second.add(at);
      this.#tenth.add(at);
    },
    outbox_read: ({ size }) => {
      this.#outbox = Math.max(this.#outbox ?? 0, size);
    },
    metrics_read: ({ counters }) => {
      const peak = counters?.['idempotency_entries_peak'] ?? counters?.['idempotency_entries'];
      if (peak !== undefined) this.#dedupe = Math.max(this.#dedupe ?? 0, peak);
    },
  };

  conclude(): PeaksSummary {
    return {
      requestsPerSecond: this.#second.most,
      requestsPer100ms: this.#tenth.most,
      outbox: this.#outbox,
      dedupe: this.#dedupe,
    };
  }
}
