import type { Metric } from './metric.ts';

export const attempts: Metric = {
  unit: 'count',
  doc: 'requests sent to deliver readings, announced second copies aside',
  value: ({ client }) => client.attempts,
};
