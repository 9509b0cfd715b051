import { share } from './meters/share.ts';
import type { ComparedMetric } from './metric.ts';

export const delivered: ComparedMetric = {
  unit: 'ratio',
  doc: 'share of the readings that the edge has stored',
  promised: 'many',
  value: ({ ledger }) => share(ledger.stored, ledger.generated),
  compared: { label: 'delivered', group: 'delivery', better: 'higher', method: 'student-t' },
};
