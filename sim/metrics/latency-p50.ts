import type { ComparedMetric } from './metric.ts';

export const latencyP50: ComparedMetric = {
  unit: 'duration',
  doc: 'from birth to acknowledgement: half of the acknowledged readings took no longer',
  value: ({ delivery }) => delivery.latency.p50Ms,
  compared: { label: 'latency p50', group: 'time', better: 'lower', method: 'bootstrap' },
};
