import type { Metric } from './metric.ts';

export const overflowed: Metric = {
  unit: 'count',
  doc: 'readings that the outbox had no room for',
  promised: 'few',
  value: ({ ledger }) => ledger.ends.overflowed,
};
