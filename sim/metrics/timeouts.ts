import type { Metric } from './metric.ts';

export const timeouts: Metric = {
  unit: 'count',
  doc: 'attempts given up without an answer',
  value: ({ client }) => client.timeouts,
};
