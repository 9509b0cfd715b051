import type { Metric } from './metric.ts';

export const generated: Metric = {
  unit: 'count',
  doc: 'readings that the devices generated',
  value: ({ ledger }) => ledger.generated,
};
