import type { Metric } from './metric.ts';

export const lost: Metric = {
  unit: 'count',
  doc: 'readings of whose end the device says nothing',
  promised: 'few',
  value: ({ ledger }) => ledger.ends.lost,
};
