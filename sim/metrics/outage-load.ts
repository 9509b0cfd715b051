import type { LedgerView } from '../ledger/index.ts';
import type { ComparedMetric } from './metric.ts';
import type { Meter } from './meter.ts';

const SECOND_US = 1_000_000;

/**
 * The load that the fleet puts on a place that is in trouble: requests sent per second while at least one window of
 * the timeline is open. Windows that overlap count once. A window that is open when the run ends counts up to there.
 */
export class OutageLoadMeter implements Meter {
  #open = 0;
  #openedAt = 0;
  #openUs = 0;
  #requests = 0;
  readonly #ledger: Pick<LedgerView, 'lastAt'>;

  constructor(ledger: Pick<LedgerView, 'lastAt'>) {
    this.#ledger = ledger;
  }

  readonly on: Meter['on'] = {
    attempt_sent: () => {
      if (this.#open > 0) this.#requests += 1;
    },
    window_opened: ({ at }) => {
      if (this.#open === 0) this.#openedAt = at;
      this.#open += 1;
    },
    window_closed: ({ at }) => {
      this.#open -= 1;
      if (this.#open === 0) this.#openUs += at - this.#openedAt;
    },
  };

  /** Requests per second of virtual time; null when no window was open for any time. */
  conclude(): number | null {
    const openUs = this.#openUs + (this.#open > 0 ? this.#ledger.lastAt - this.#openedAt : 0);
    return openUs === 0 ? null : (this.#requests * SECOND_US) / openUs;
  }
}

export const outageLoad: ComparedMetric = {
  unit: 'rate',
  doc: 'requests per second of all devices while a window of the timeline is open',
  meter: (ledger) => new OutageLoadMeter(ledger),
  compared: {
    label: 'in outage, per s',
    group: 'cost',
    better: 'lower',
    method: 'student-t',
    explained: true,
  },
};
