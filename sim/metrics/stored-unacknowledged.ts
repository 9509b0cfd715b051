import type { Metric } from './metric.ts';

export const storedUnacknowledged: Metric = {
  unit: 'count',
  doc: 'readings that the edge has stored and no device counts as delivered',
  promised: 'few',
  value: ({ ledger }) => ledger.storedUnacknowledged,
};
