/**
 * How the values of a metric are written in an expectation: `ratio` as a probability, `duration` with a unit, `count`
 * as a whole number, `rate` (per second) and `plain` as a number.
 */
export type MetricUnit = 'ratio' | 'count' | 'duration' | 'rate' | 'plain';

/** Every metric that `expect` may name. */
export const METRIC_UNITS = {
  delivered: 'ratio',
  deliveredWithin60s: 'ratio',
  generated: 'count',
  stored: 'count',
  acknowledged: 'count',
  storedUnacknowledged: 'count',
  duplicateAcknowledged: 'count',
  dropped: 'count',
  rejected: 'count',
  exhausted: 'count',
  overflowed: 'count',
  pending: 'count',
  lost: 'count',
  unexpected: 'count',
  attempts: 'count',
  attemptsPerReading: 'plain',
  duplicatedOnWire: 'count',
  deduplicated: 'count',
  acceptedTwice: 'count',
  latencyP50: 'duration',
  latencyP90: 'duration',
  latencyP99: 'duration',
  latencyMax: 'duration',
  answers2xx: 'count',
  answers4xx: 'count',
  answers429: 'count',
  answers503: 'count',
  timeouts: 'count',
  resets: 'count',
  refusals: 'count',
  lateAnswers: 'count',
  peakRequestsPerSecond: 'rate',
  peakRequestsPer100ms: 'count',
  outageLoad: 'rate',
  recoveryTime: 'duration',
  drainTime: 'duration',
  gaveUp: 'ratio',
  falseFailures: 'count',
  fairness: 'ratio',
  outboxPeak: 'count',
  dedupePeak: 'count',
} as const satisfies Readonly<Record<string, MetricUnit>>;

export type MetricName = keyof typeof METRIC_UNITS;

export function isMetricName(text: string): text is MetricName {
  return Object.hasOwn(METRIC_UNITS, text);
}

/** In the order of the table. */
export const METRIC_NAMES: readonly MetricName[] = Object.keys(METRIC_UNITS).filter(isMetricName);
