import type { Metric } from './metric.ts';

export const resets: Metric = {
  unit: 'count',
  doc: 'attempts whose connection was reset',
  value: ({ client }) => client.resets,
};
