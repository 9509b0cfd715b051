import type { MetricName } from './metrics.ts';

/** What metrics were called before, for a hint to who still writes it. */
export const FORMER_METRIC_NAMES: ReadonlyMap<string, MetricName> = new Map([
  ['duplicatedOnWire', 'reachedAgain'],
]);
