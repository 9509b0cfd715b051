import type { Metric } from './metric.ts';

export const queueWaitMean: Metric = {
  unit: 'duration',
  doc: 'in the queue of `edge.capacity`, from arrival to service: the mean of the requests that were served',
  value: ({ queueWaits }) => queueWaits.meanMs,
};
