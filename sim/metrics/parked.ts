import type { Metric } from './metric.ts';

export const parked: Metric = {
  unit: 'count',
  doc: 'readings parked when the run ended, by devices that were given no acknowledgement since',
  promised: 'few',
  value: ({ ledger }) => ledger.ends.parked,
};
