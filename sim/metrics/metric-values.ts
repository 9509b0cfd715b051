import type { LedgerSummary } from '../ledger/index.ts';
import type { MetricName } from '../scenario/metric-name.ts';
import type { RunMetrics } from './run-metrics.ts';

/** Shares are 0 to 1, times are milliseconds. Null: not observable in this run, or a share of nothing. */
export type MetricValues = Readonly<Record<MetricName, number | null>>;

function share(part: number | null, whole: number): number | null {
  return part === null || whole === 0 ? null : part / whole;
}

/** Every metric that an expectation may name. */
export function metricValues(ledger: LedgerSummary, metrics: RunMetrics): MetricValues {
  const { client, delivery, peaks } = metrics;
  const { ends, generated } = ledger;
  return {
    delivered: share(ledger.stored, generated),
    deliveredWithin60s: share(delivery.storedWithin60s, generated),
    generated,
    stored: ledger.stored,
    acknowledged: ends.acknowledged,
    storedUnacknowledged: ledger.storedUnacknowledged,
    duplicateAcknowledged: ends['duplicate-acknowledged'],
    dropped: ends.dropped,
    rejected: ends.rejected,
    exhausted: ends.exhausted,
    overflowed: ends.overflowed,
    pending: ends.pending,
    lost: ends.lost,
    unexpected: ledger.unexpected,
    attempts: client.attempts,
    attemptsPerReading: delivery.attempts.mean,
    duplicatedOnWire: ledger.duplicatedOnWire,
    deduplicated: ledger.deduplicated,
    acceptedTwice: ledger.acceptedTwice,
    latencyP50: delivery.latency.p50Ms,
    latencyP90: delivery.latency.p90Ms,
    latencyP99: delivery.latency.p99Ms,
    latencyMax: delivery.latency.maxMs,
    answers2xx: client.answers2xx,
    answers4xx: client.answers4xx,
    answers429: client.answers429,
    answers503: client.answers503,
    timeouts: client.timeouts,
    resets: client.resets,
    refusals: client.refusals,
    lateAnswers: client.lateAnswers,
    peakRequestsPerSecond: peaks.requestsPerSecond,
    peakRequestsPer100ms: peaks.requestsPer100ms,
    outageLoad: metrics.outageLoad,
    recoveryTime: metrics.recoveryMs,
    drainTime: delivery.drainMs,
    // What the edge rejected or the device dropped was not given up: no retry would have helped, or none was tried.
    gaveUp: share(ends.exhausted + ends.overflowed, generated),
    falseFailures: ledger.stored === null ? null : metrics.falseFailures,
    fairness: metrics.fairness,
    outboxPeak: peaks.outbox,
    dedupePeak: peaks.dedupe,
  };
}
