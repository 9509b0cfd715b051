import type { Metric } from './metric.ts';

export const answers503: Metric = {
  unit: 'count',
  doc: 'answers with a 503 that came back in time',
  value: ({ client }) => client.answers503,
};
