import type { Metric } from './metric.ts';

export const reachedAgain: Metric = {
  unit: 'count',
  doc: 'readings that reached the edge again, once or more often, after it had taken them',
  value: ({ ledger }) => ledger.reachedAgain,
};
