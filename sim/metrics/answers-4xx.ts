import type { Metric } from './metric.ts';

export const answers4xx: Metric = {
  unit: 'count',
  doc: 'answers with a 4xx other than 429 that came back in time',
  value: ({ client }) => client.answers4xx,
};
