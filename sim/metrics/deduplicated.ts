import type { Metric } from './metric.ts';

export const deduplicated: Metric = {
  unit: 'count',
  doc: 'of the readings that reached the edge again: those that it did not store again',
  promised: 'few',
  toldBy: 'edge',
  value: ({ ledger }) => ledger.deduplicated,
};
