/**
 * What a run is measured by, one metric per file. Start with `metric.ts`, then `metrics.ts`; `run-metrics.ts` puts them
 * together with the meters that several of them share. It knows the trace and the ledger, not the run that wrote them
 * nor the scenarios and reports that name metrics.
 */
export type { BirthSpan } from './measured-ledger.ts';
export { FORMER_METRIC_NAMES } from './former-names.ts';
export { NO_GROUPS } from './meters/groups.ts';
export type { DeviceGroups } from './meters/groups.ts';
export { LOAD_BIN_MS } from './meters/load.ts';
export { endOfBucket } from './meters/log-counts.ts';
export { nearestRank } from './meters/nearest-rank.ts';
export type { Metric, MetricUnit } from './metric.ts';
export { COMPARED_METRIC_NAMES, isMetricName, METRIC_NAMES, METRICS, perMetric } from './metrics.ts';
export type { ComparedMetricName, MetricName } from './metrics.ts';
export { RunMeters } from './run-metrics.ts';
export type { MetricValues, RunMetrics } from './run-metrics.ts';
