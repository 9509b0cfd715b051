import type { ComparedMetric } from './metric.ts';

export const peakRequestsPerSecond: ComparedMetric = {
  unit: 'rate',
  doc: 'the most requests that all devices sent in one whole second',
  value: ({ peaks }) => peaks.requestsPerSecond,
  compared: { label: 'peak in 1s', group: 'cost', better: 'lower', method: 'bootstrap', key: true },
};
