import type { Ledger, LedgerSummary, Watcher } from '../ledger/index.ts';
import type { FaultCoverage } from '../faults/index.ts';
import { FaultCoverageMeter } from '../faults/index.ts';
import { ClientCounter } from './meters/client-counters.ts';
import { DeliveryMeter } from './meters/delivery.ts';
import { EdgeCounter } from './meters/edge-counters.ts';
import type { EdgeCounters } from './meters/edge-counters.ts';
import { LoadMeter } from './meters/load.ts';
import { PeakMeter } from './meters/peaks.ts';
import type { Measured, Meter } from './metric.ts';
import { perMetric } from './metrics.ts';
import type { MetricName } from './metrics.ts';

/** Shares are 0 to 1, times are milliseconds. Null: not observable in this run, or a share of nothing. */
export type MetricValues = Readonly<Record<MetricName, number | null>>;

export interface RunMetrics extends Measured {
  readonly edge: EdgeCounters;
  readonly faults: FaultCoverage;
  /** Requests sent in each `LOAD_BIN_MS`, up to the last with a request in it. */
  readonly load: readonly number[];
  readonly values: MetricValues;
}

/** All meters of a run. The ledger observes each event before they do, and is concluded before they are. */
export class RunMeters {
  readonly #client = new ClientCounter();
  readonly #edge = new EdgeCounter();
  readonly #delivery: DeliveryMeter;
  readonly #peaks = new PeakMeter();
  readonly #faults: FaultCoverageMeter;
  readonly #load = new LoadMeter();
  readonly #own: Meter[] = [];
  readonly #values: Readonly<Record<MetricName, (measured: Measured) => number | null>>;

  constructor(options: { readonly ledger: Ledger; readonly storedAsItHappens: boolean }) {
    const { ledger } = options;
    this.#delivery = new DeliveryMeter(options);
    this.#faults = new FaultCoverageMeter(ledger);
    this.#values = perMetric((metric) => {
      if ('value' in metric) return metric.value;
      const meter = metric.meter(ledger);
      this.#own.push(meter);
      return () => meter.conclude();
    });
  }

  get all(): readonly Watcher[] {
    return [this.#client, this.#edge, this.#delivery, this.#peaks, this.#faults, this.#load, ...this.#own];
  }

  conclude(ledger: LedgerSummary): RunMetrics {
    const measured = {
      ledger,
      client: this.#client.conclude(),
      delivery: this.#delivery.conclude(),
      peaks: this.#peaks.conclude(),
    };
    return {
      ...measured,
      edge: this.#edge.conclude(),
      faults: this.#faults.conclude(),
      load: this.#load.conclude(),
      values: perMetric((_, name) => this.#values[name](measured)),
    };
  }
}
