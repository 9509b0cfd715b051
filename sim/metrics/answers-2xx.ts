import type { Metric } from './metric.ts';

export const answers2xx: Metric = {
  unit: 'count',
  doc: 'answers with a 2xx that came back in time',
  value: ({ client }) => client.answers2xx,
};
