/**
 * Counters, latencies and the coverage of faults, folded from the trace. Start with `run-metrics.ts`. It knows the
 * trace and the ledger, not the run that wrote them nor the reports that print them.
 */
export { FaultCoverageMeter } from './fault-coverage.ts';
export { LOAD_BIN_MS } from './load.ts';
export { metricValues } from './metric-values.ts';
export type { MetricValues } from './metric-values.ts';
export { nearestRank } from './nearest-rank.ts';
export { RunMeters } from './run-metrics.ts';
export type { RunMetrics } from './run-metrics.ts';
