import type { Metric } from './metric.ts';

export const lost: Metric = {
  unit: 'count',
  doc: 'readings of whose end the device says nothing; not observable where some cannot be followed',
  promised: 'few',
  value: ({ ledger: { ends } }) => (ends.lost === 0 && ends.untied > 0 ? null : ends.lost),
};
