import type { Metric } from './metric.ts';

export const pending: Metric = {
  unit: 'count',
  doc: 'readings that still waited when the run ended',
  promised: 'few',
  value: ({ ledger }) => ledger.ends.pending,
};
