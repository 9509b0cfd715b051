import type { Metric } from './metric.ts';

export const duplicatedOnWire: Metric = {
  unit: 'count',
  doc: 'times that a reading reached the edge again after the edge had taken it',
  value: ({ ledger }) => ledger.duplicatedOnWire,
};
