import type { Metric } from './metric.ts';

export const latencyMean: Metric = {
  unit: 'duration',
  doc: 'from birth to acknowledgement: the mean of the acknowledged readings',
  value: ({ delivery }) => delivery.latency.meanMs,
};
