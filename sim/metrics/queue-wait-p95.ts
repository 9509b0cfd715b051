import type { Metric } from './metric.ts';

export const queueWaitP95: Metric = {
  unit: 'duration',
  doc: 'in the queue of `edge.capacity`: no more than this for 95 % of the requests that were served',
  value: ({ queueWaits }) => queueWaits.p95Ms,
};
