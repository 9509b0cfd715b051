import type { Metric } from './metric.ts';

export const dropped: Metric = {
  unit: 'count',
  doc: 'readings that a device dropped on purpose',
  promised: 'few',
  value: ({ ledger }) => ledger.ends.dropped,
};
