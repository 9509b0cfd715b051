import type { Metric } from './metric.ts';

export const acceptedTwice: Metric = {
  unit: 'count',
  doc: 'times that the edge stored a reading again',
  promised: 'few',
  value: ({ ledger }) => ledger.acceptedTwice,
};
