import type { Metric } from './metric.ts';

export const outboxPeak: Metric = {
  unit: 'count',
  doc: 'the most readings that waited in one device',
  toldBy: 'device',
  value: ({ peaks }) => peaks.outbox,
};
