import { printComparison } from './comparison.ts';
import { isMetricName, METRIC_UNITS } from './metric-name.ts';
import type { ExpectedBound } from './scenario.ts';

/** `>= 80%`, `= generated`: as a file has it. */
export function printExpectedBound({ metric, comparison, value, of }: ExpectedBound): string {
  const unit = isMetricName(metric) ? METRIC_UNITS[metric] : 'plain';
  return printComparison({ comparison, value, of: of !== null && isMetricName(of) ? of : null }, unit);
}
