import type { Metric } from './metric.ts';

export const acknowledged: Metric = {
  unit: 'count',
  doc: 'readings that a device counts as delivered by a 2xx',
  promised: 'many',
  value: ({ ledger }) => ledger.ends.acknowledged,
};
