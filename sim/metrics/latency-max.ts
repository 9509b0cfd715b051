import type { ComparedMetric } from './metric.ts';

export const latencyMax: ComparedMetric = {
  unit: 'duration',
  doc: 'from birth to acknowledgement: the longest of the acknowledged readings',
  value: ({ delivery }) => delivery.latency.maxMs,
  compared: { label: 'latency max', group: 'time', better: 'lower', method: 'bootstrap' },
};
