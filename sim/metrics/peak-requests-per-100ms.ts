import type { ComparedMetric } from './metric.ts';

export const peakRequestsPer100ms: ComparedMetric = {
  unit: 'count',
  doc: 'the most requests that all devices sent in one tenth of a second',
  value: ({ peaks }) => peaks.requestsPer100ms,
  compared: { label: 'peak in 100ms', group: 'cost', better: 'lower', method: 'bootstrap' },
};
