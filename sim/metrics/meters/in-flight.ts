import type { Watcher } from '../../ledger/index.ts';

/** Requests whose client still waits for what becomes of them, all devices together. */
export interface InFlightSummary {
  /** The most at once. */
  readonly peak: number;
  /** Averaged over the time of the run, up to its last event; null when no time passed. */
  readonly mean: number | null;
}

/**
 * Requests in flight over time: from the instant at which one is sent to that at which its client is answered, refused
 * or reset, gives up, or crashes. By Little's law the mean is the rate of requests times the mean time that one takes.
 */
export class InFlightMeter implements Watcher {
  readonly #ledger: { readonly lastAt: number };
  readonly #ofDevice = new Map<string, number>();
  #open = 0;
  #peak = 0;
  #changedAt = 0;
  #requestUs = 0;

  constructor(ledger: { readonly lastAt: number }) {
    this.#ledger = ledger;
  }

  readonly on: Watcher['on'] = {
    attempt_sent: ({ at, device }) => {
      this.#change(at, device, 1);
      if (this.#open > this.#peak) this.#peak = this.#open;
    },
    answer_delivered: ({ at, device }) => this.#change(at, device, -1),
    attempt_abandoned: ({ at, device }) => this.#change(at, device, -1),
    attempt_refused: ({ at, device }) => this.#change(at, device, -1),
    attempt_reset: ({ at, device }) => this.#change(at, device, -1),
    device_crashed: ({ at, device }) => this.#change(at, device, -(this.#ofDevice.get(device) ?? 0)),
  };

  /** Call after the last event. */
  conclude(): InFlightSummary {
    const { lastAt } = this.#ledger;
    const requestUs = this.#requestUs + this.#open * (lastAt - this.#changedAt);
    return { peak: this.#peak, mean: lastAt === 0 ? null : requestUs / lastAt };
  }

  #change(at: number, device: string, by: number): void {
    this.#requestUs += this.#open * (at - this.#changedAt);
    this.#changedAt = at;
    this.#open += by;
    this.#ofDevice.set(device, (this.#ofDevice.get(device) ?? 0) + by);
  }
}
