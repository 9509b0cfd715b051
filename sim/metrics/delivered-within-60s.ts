import { share } from './meters/share.ts';
import type { ComparedMetric } from './metric.ts';

export const deliveredWithin60s: ComparedMetric = {
  unit: 'ratio',
  doc: 'share of the readings that the edge stored within 60 s of their birth',
  promised: 'many',
  toldBy: 'edge',
  value: ({ delivery, ledger }) => share(delivery.storedWithin60s, ledger.generated),
  compared: { label: 'within 60s', group: 'delivery', better: 'higher', method: 'student-t', key: true },
};
