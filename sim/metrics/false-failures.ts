import type { ComparedMetric, Meter, MeterLedger } from './metric.ts';

/**
 * Readings that the device gave up, for want of retries or of room, although the edge has them. They are a part of
 * `storedUnacknowledged`, which also holds what was rejected, dropped or pending when it was stored.
 */
export class FalseFailureMeter implements Meter {
  readonly on: Meter['on'] = {};
  readonly #ledger: MeterLedger;
  #count = 0;

  constructor(ledger: MeterLedger) {
    this.#ledger = ledger;
    ledger.onClosed(({ entry, end }) => {
      if (entry.storedTimes > 0 && (end === 'exhausted' || end === 'overflowed')) this.#count += 1;
    });
  }

  /** Null where nobody tells what is stored. */
  conclude(): number | null {
    return (this.#ledger.summary?.stored ?? null) === null ? null : this.#count;
  }
}

export const falseFailures: ComparedMetric = {
  unit: 'count',
  doc: 'readings in a run that the edge has stored and the device gave up',
  promised: 'few',
  meter: (ledger) => new FalseFailureMeter(ledger),
  compared: {
    label: 'false failures',
    group: 'delivery',
    better: 'lower',
    method: 'student-t',
    explained: true,
  },
};
