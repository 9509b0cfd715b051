import type { Metric } from './metric.ts';

export const acceptedTwice: Metric = {
  unit: 'count',
  doc: 'readings that the edge stored more than once',
  promised: 'few',
  toldBy: 'edge',
  value: ({ ledger }) => ledger.acceptedTwice,
};
