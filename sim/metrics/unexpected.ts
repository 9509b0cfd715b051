import type { Metric } from './metric.ts';

export const unexpected: Metric = {
  unit: 'count',
  doc: 'numbers on the wire or in the store that no device ever gave to a reading',
  promised: 'few',
  value: ({ ledger }) => ledger.unexpected,
};
