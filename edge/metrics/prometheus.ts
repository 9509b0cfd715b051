import { Counter, Gauge, Registry } from 'prom-client';
import type { RegistryContentType } from 'prom-client';
import type { Metrics } from '../../protocol/index.ts';
import { REASONS } from '../answer/refusals.ts';
import type { Counters } from './counters.ts';

export interface PrometheusSource {
  readonly counters: Counters;
  readonly metrics: () => Metrics;
}

const HELP: Readonly<Record<keyof Metrics, string>> = {
  received_total: 'Requests to the ingest path; the sum of the outcomes and those in progress',
  accepted_total: 'Readings stored (200)',
  duplicates_total: 'Readings that were stored before (409)',
  rejected_total: 'Requests refused for good (400, 405, 413, 415, 422)',
  transient_503_total: 'Requests refused for now (503)',
  rate_limited_total: 'Requests over the rate of their device (429)',
  aborted_total: 'Requests whose connection ended before their body',
  errors_total: 'Faults in the edge itself (500)',
  in_progress: 'Requests not yet answered',
  idempotency_entries: 'Idempotency keys held',
  idempotency_entries_peak: 'Most idempotency keys held at once',
  idempotency_entries_max: 'Idempotency keys that may be held at once',
};

/**
 * The counters in Prometheus' text format (or OpenMetrics, by `contentType`), under `petrel_edge_`. A registry of its
 * own, so that two edges in one process do not mix. The plain counters are read at each scrape and never copied
 * in between.
 */
export function createPrometheusRegistry(
  contentType: RegistryContentType,
  { counters, metrics }: PrometheusSource,
): Registry<RegistryContentType> {
  const registry = new Registry<RegistryContentType>();
  registry.setContentType(contentType);
  for (const [name, help] of Object.entries(HELP)) {
    const read = (): number => new Map(Object.entries(metrics())).get(name) ?? 0;
    if (name.endsWith('_total')) addCounter(name, help, read);
    else addGauge(name, help, read);
  }
  addCounter(
    'clock_skew_total',
    'Readings accepted with a timestamp far from the clock',
    () => counters.clockSkew,
  );
  addCounter('slow_total', 'Requests held back by simulated slowness', () => counters.slow);
  const refusals = new Counter({
    name: 'petrel_edge_refusals_total',
    help: 'Requests refused, by reason, on any path',
    labelNames: ['reason'],
    registers: [],
    collect() {
      this.reset();
      for (const reason of REASONS) this.inc({ reason }, counters.refusals.get(reason) ?? 0);
    },
  });
  registry.registerMetric(refusals);
  return registry;

  function addCounter(name: string, help: string, read: () => number): void {
    const counter = new Counter({
      name: `petrel_edge_${name}`,
      help,
      registers: [],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
    registry.registerMetric(counter);
  }

  function addGauge(name: string, help: string, read: () => number): void {
    const gauge = new Gauge({
      name: `petrel_edge_${name}`,
      help,
      registers: [],
      collect() {
        this.set(read());
      },
    });
    registry.registerMetric(gauge);
  }
}
