import { share } from './meters/share.ts';
import type { ComparedMetric } from './metric.ts';

export const gaveUp: ComparedMetric = {
  unit: 'ratio',
  doc: 'readings whose retries ran out or that the outbox had no room for',
  promised: 'few',
  // What the edge rejected or the device dropped was not given up: no retry would have helped, or none was tried.
  value: ({ ledger: { ends, generated } }) => share(ends.exhausted + ends.overflowed, generated),
  compared: { label: 'gave up', group: 'delivery', better: 'lower', method: 'student-t', explained: true },
};
