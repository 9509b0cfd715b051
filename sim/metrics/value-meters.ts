import type { Watcher } from '../ledger/index.ts';
import { DeliveryMeter } from './meters/delivery.ts';
import type { DeliverySummary } from './meters/delivery.ts';
import type { Measured } from './metric.ts';
import type { Meter, MeterLedger } from './meter.ts';
import { perMetric } from './metrics.ts';
import type { MetricName } from './metrics.ts';

/** Shares are 0 to 1, times are milliseconds. Null: not observable in this run, or a share of nothing. */
export type MetricValues = Readonly<Record<MetricName, number | null>>;

export interface ValueMetersOptions {
  readonly ledger: MeterLedger;
  readonly storedAsItHappens: boolean;
}

/** One value for each metric, over all readings of a run or over those that are measured. */
export class ValueMeters {
  readonly #delivery: DeliveryMeter;
  readonly #own: Meter[] = [];
  readonly #values: Readonly<Record<MetricName, (measured: Measured) => number | null>>;

  constructor(options: ValueMetersOptions) {
    this.#delivery = new DeliveryMeter(options);
    this.#values = perMetric((metric) => {
      if ('value' in metric) return metric.value;
      const meter = metric.meter(options.ledger);
      this.#own.push(meter);
      return () => meter.conclude();
    });
  }

  get all(): readonly Watcher[] {
    return [this.#delivery, ...this.#own];
  }

  conclude(counted: Omit<Measured, 'delivery'>): {
    readonly delivery: DeliverySummary;
    readonly values: MetricValues;
  } {
    const delivery = this.#delivery.conclude();
    return { delivery, values: perMetric((_, name) => this.#values[name]({ ...counted, delivery })) };
  }
}
