import type { Metric } from './metric.ts';

export const dedupePeak: Metric = {
  unit: 'count',
  doc: 'the most keys in the dedupe store of the edge',
  toldBy: 'edge',
  value: ({ peaks }) => peaks.dedupe,
};
