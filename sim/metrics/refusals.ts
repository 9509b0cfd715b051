import type { Metric } from './metric.ts';

export const refusals: Metric = {
  unit: 'count',
  doc: 'attempts whose connection was refused',
  value: ({ client }) => client.refusals,
};
