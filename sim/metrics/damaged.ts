import type { Metric } from './metric.ts';

export const damaged: Metric = {
  unit: 'count',
  doc: 'readings that a device found damaged on its disk, and said so, or that were gone as an old copy took its place',
  promised: 'few',
  value: ({ ledger }) => ledger.ends.damaged,
};
