import type { Metric } from './metric.ts';

export const deduplicated: Metric = {
  unit: 'count',
  doc: 'of the times on the wire again: those that the edge did not store',
  promised: 'few',
  value: ({ ledger }) => ledger.deduplicated,
};
