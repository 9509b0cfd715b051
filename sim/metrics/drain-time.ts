import type { ComparedMetric } from './metric.ts';

export const drainTime: ComparedMetric = {
  unit: 'duration',
  doc: 'from the end of the run’s faults until the last reading has met its end; not from the end of an outage',
  value: ({ delivery }) => delivery.drainMs,
  compared: { label: 'time to drain', group: 'time', better: 'lower', method: 'student-t', explained: true },
};
