import { isDone } from '../ledger/index.ts';
import type { ComparedMetric } from './metric.ts';
import type { Meter, MeterLedger } from './meter.ts';

/** A reading that ends at the instant of its birth counts as having waited for one tick of the kernel. */
const WAIT_US_MIN = 1;

/**
 * Jain's fairness index (Σx)² / (n·Σx²) of Jain, Chiu and Hawe, "A Quantitative Measure of Fairness" (1984): 1 when all
 * have the same, k/n when k of n share everything equally. `values` are 0 or more; null when there is nothing to
 * share.
 */
export function jainIndex(values: Iterable<number>): number | null {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    n += 1;
    sum += value;
    squares += value * value;
  }
  return squares === 0 ? null : (sum * sum) / (n * squares);
}

interface Service {
  delivered: number;
  waitedUs: number;
}

/**
 * How evenly the devices are served. What a device gets is its deliveries per second of waiting: the readings that it
 * counts as delivered, over the time that all of its readings were open (from birth to their end, or to the end of the
 * run). Shares of delivery alone are near 1 for every policy that retries at all, and latencies alone leave out the
 * device that delivers nothing; this one tells a device that always waits longest from the others, and gives a starved
 * one nothing. Readings that the device drops on purpose don't count.
 */
export class FairnessMeter implements Meter {
  readonly on: Meter['on'] = {};
  readonly #services = new Map<string, Service>();

  constructor(ledger: MeterLedger) {
    ledger.onClosed(({ entry, end }) => {
      if (end === 'dropped' || entry.bornAt === null) return;
      const service = this.#serviceOf(entry.device);
      if (isDone(end)) service.delivered += 1;
      service.waitedUs += Math.max(WAIT_US_MIN, (entry.endedAt ?? ledger.lastAt) - entry.bornAt);
    });
  }

  /** 0 to 1; null when nothing was delivered. Call after the ledger was concluded. */
  conclude(): number | null {
    const rates: number[] = [];
    for (const { delivered, waitedUs } of this.#services.values()) rates.push(delivered / waitedUs);
    return jainIndex(rates);
  }

  #serviceOf(device: string): Service {
    let service = this.#services.get(device);
    if (service === undefined) {
      service = { delivered: 0, waitedUs: 0 };
      this.#services.set(device, service);
    }
    return service;
  }
}

export const fairness: ComparedMetric = {
  unit: 'ratio',
  doc: 'between devices: Jain’s index of what each has delivered per second of waiting; 100% is even',
  meter: (ledger) => new FairnessMeter(ledger),
  compared: { label: 'fairness', group: 'delivery', better: 'higher', method: 'student-t', explained: true },
};
