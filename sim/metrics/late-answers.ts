import type { Metric } from './metric.ts';

export const lateAnswers: Metric = {
  unit: 'count',
  doc: 'answers that came after the client had given up',
  value: ({ client }) => client.lateAnswers,
};
