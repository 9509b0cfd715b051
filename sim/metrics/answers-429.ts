import type { Metric } from './metric.ts';

export const answers429: Metric = {
  unit: 'count',
  doc: 'answers with a 429 that came back in time',
  value: ({ client }) => client.answers429,
};
