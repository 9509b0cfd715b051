import type { Metric } from './metric.ts';

export const duplicateAcknowledged: Metric = {
  unit: 'count',
  doc: 'readings that a device counts as delivered by a 409',
  promised: 'few',
  value: ({ ledger }) => ledger.ends['duplicate-acknowledged'],
};
