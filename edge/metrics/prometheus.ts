import { Counter, Gauge, Registry } from 'prom-client';
import type { Metric, RegistryContentType } from 'prom-client';
import { metricsSchema } from '../../protocol/index.ts';
import type { Metrics } from '../../protocol/index.ts';
import type { Counters } from './counters.ts';

export interface PrometheusSource {
  readonly counters: Counters;
  readonly metrics: () => Metrics;
  /** More of them, as they are. */
  readonly more: readonly Metric[];
}

/**
 * The counters in Prometheus' text format (or OpenMetrics, by `contentType`), under `petrel_edge_`. A registry of its
 * own, so that two edges in one process do not mix. The plain counters are read at each scrape and never copied
 * in between.
 */
export function createPrometheusRegistry(
  contentType: RegistryContentType,
  { counters, metrics, more }: PrometheusSource,
): Registry<RegistryContentType> {
  const registry = new Registry<RegistryContentType>();
  registry.setContentType(contentType);
  for (const name of metricsSchema.keyof().options) {
    add(name, metricsSchema.shape[name].description ?? name, () => metrics()[name]);
  }
  add('clock_skew_total', 'Readings accepted with a timestamp far from the clock', () => counters.clockSkew);
  add('slow_total', 'Requests held back by simulated slowness', () => counters.slow);
  const refusals = new Counter({
    name: 'petrel_edge_refusals_total',
    help: 'Requests refused, by reason, on any path',
    labelNames: ['reason'],
    registers: [],
    collect() {
      this.reset();
      for (const [reason, count] of counters.refusals) this.inc({ reason }, count);
    },
  });
  registry.registerMetric(refusals);
  for (const metric of more) registry.registerMetric(metric);
  return registry;

  function add(name: string, help: string, read: () => number): void {
    const what = { name: `petrel_edge_${name}`, help, registers: [] };
    const metric = name.endsWith('_total')
      ? new Counter({
          ...what,
          collect() {
            this.reset();
            this.inc(read());
          },
        })
      : new Gauge({
          ...what,
          collect() {
            this.set(read());
          },
        });
    registry.registerMetric(metric);
  }
}
