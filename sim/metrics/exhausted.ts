import type { Metric } from './metric.ts';

export const exhausted: Metric = {
  unit: 'count',
  doc: 'readings whose retries ran out',
  promised: 'few',
  value: ({ ledger }) => ledger.ends.exhausted,
};
