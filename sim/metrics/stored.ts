import type { Metric } from './metric.ts';

export const stored: Metric = {
  unit: 'count',
  doc: 'readings that the edge has stored',
  promised: 'many',
  value: ({ ledger }) => ledger.stored,
};
