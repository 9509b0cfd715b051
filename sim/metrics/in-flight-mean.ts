import type { Metric } from './metric.ts';

export const inFlightMean: Metric = {
  unit: 'plain',
  doc: 'requests that all devices waited for at once, on average over the time of the run',
  value: ({ inFlight }) => inFlight.mean,
};
