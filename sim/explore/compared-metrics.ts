import type { MetricName } from '../scenario/index.ts';

/** How a metric takes part in a comparison. */
export interface ComparedMetric {
  readonly metric: MetricName;
  /** Which direction a fleet wants. */
  readonly better: 'higher' | 'lower' | 'neither';
  /** Percentiles and maxima of a run are skewed over seeds: their intervals come from the bootstrap. */
  readonly method: 'student-t' | 'bootstrap';
}

/** What policies are compared by, in the order of the tables. */
export const COMPARED_METRICS: readonly ComparedMetric[] = [
  { metric: 'delivered', better: 'higher', method: 'student-t' },
  { metric: 'deliveredWithin60s', better: 'higher', method: 'student-t' },
  { metric: 'attemptsPerReading', better: 'lower', method: 'student-t' },
  { metric: 'latencyP50', better: 'lower', method: 'bootstrap' },
  { metric: 'latencyP99', better: 'lower', method: 'bootstrap' },
  { metric: 'latencyMax', better: 'lower', method: 'bootstrap' },
  { metric: 'peakRequestsPerSecond', better: 'lower', method: 'bootstrap' },
  { metric: 'peakRequestsPer100ms', better: 'lower', method: 'bootstrap' },
  { metric: 'outageLoad', better: 'lower', method: 'student-t' },
  { metric: 'recoveryTime', better: 'lower', method: 'student-t' },
  { metric: 'drainTime', better: 'lower', method: 'student-t' },
  { metric: 'gaveUp', better: 'lower', method: 'student-t' },
  { metric: 'falseFailures', better: 'lower', method: 'student-t' },
  { metric: 'fairness', better: 'higher', method: 'student-t' },
];
