import type { ComparedMetric } from './metric.ts';

export const latencyP99: ComparedMetric = {
  unit: 'duration',
  doc: 'from birth to acknowledgement: 99% of the acknowledged readings took no longer',
  value: ({ delivery }) => delivery.latency.p99Ms,
  compared: { label: 'latency p99', group: 'time', better: 'lower', method: 'bootstrap', key: true },
};
