import type { Metric } from './metric.ts';

export const untied: Metric = {
  unit: 'count',
  doc: 'readings of whose end nothing is known, since requests of their device do not tell which reading they are for',
  value: ({ ledger }) => ledger.ends.untied,
};
