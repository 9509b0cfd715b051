import { METRICS } from '../metrics/index.ts';
import type { ComparedMetricName } from '../metrics/index.ts';
import type { Estimate } from './comparison.ts';
import { bootstrapMean, studentTMean } from './statistics/index.ts';
import type { Resamples } from './statistics/index.ts';

/** Resamples of fewer repeat too few different means: Student's interval is wider, and covers more. */
const BOOTSTRAPPED_MIN = 8;

/** The mean of a metric over the replications in which it was observed. */
export function estimateOf(
  metric: ComparedMetricName,
  values: readonly number[],
  resamples: Resamples,
): Estimate {
  const bootstrapped = METRICS[metric].compared.method === 'bootstrap' && values.length >= BOOTSTRAPPED_MIN;
  const { n, value, low, high } = bootstrapped ? bootstrapMean(values, resamples) : studentTMean(values);
  return { n, value, low, high, method: bootstrapped ? 'bootstrap' : 'student-t' };
}
