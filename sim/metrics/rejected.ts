import type { Metric } from './metric.ts';

export const rejected: Metric = {
  unit: 'count',
  doc: 'readings that the edge refused for good',
  promised: 'few',
  value: ({ ledger }) => ledger.ends.rejected,
};
