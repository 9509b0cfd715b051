import type { Metric } from './metric.ts';

export const inFlightPeak: Metric = {
  unit: 'count',
  doc: 'requests that all devices waited for at once, at the most',
  value: ({ inFlight }) => inFlight.peak,
};
