import type { Metric } from './metric.ts';

export const latencyP90: Metric = {
  unit: 'duration',
  doc: 'from birth to acknowledgement: 90% of the acknowledged readings took no longer',
  value: ({ delivery }) => delivery.latency.p90Ms,
};
