import type { ComparedMetric } from './metric.ts';

export const attemptsPerReading: ComparedMetric = {
  unit: 'plain',
  doc: 'mean of the requests that a reading took, over the readings sent at least once',
  value: ({ delivery }) => delivery.attempts.mean,
  compared: { label: 'attempts/reading', group: 'cost', better: 'lower', method: 'student-t', key: true },
};
