import type { ComparedMetric } from './metric.ts';
import type { Meter, MeterLedger } from './meter.ts';

/**
 * Readings that the device gave up, for want of retries or of room, although the edge has them. They are a part of
 * `storedUnacknowledged`, which also holds what was rejected, dropped or pending when it was stored.
 */
export class FalseFailureMeter implements Meter {
  readonly on: Meter['on'] = {};
  #count = 0;

  constructor(ledger: Pick<MeterLedger, 'onClosed'>) {
    ledger.onClosed(({ entry, end }) => {
      if (entry.storedTimes > 0 && (end === 'exhausted' || end === 'overflowed')) this.#count += 1;
    });
  }

  conclude(): number {
    return this.#count;
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
