import { isIn, mapTable, namesOf } from '../kernel/index.ts';
import { acceptedTwice } from './accepted-twice.ts';
import { acknowledged } from './acknowledged.ts';
import { answers2xx } from './answers-2xx.ts';
import { answers429 } from './answers-429.ts';
import { answers4xx } from './answers-4xx.ts';
import { answers503 } from './answers-503.ts';
import { attempts } from './attempts.ts';
import { attemptsPerReading } from './attempts-per-reading.ts';
import { dedupePeak } from './dedupe-peak.ts';
import { burstLength } from './burst-length.ts';
import { deduplicated } from './deduplicated.ts';
import { delivered } from './delivered.ts';
import { deliveredWithin60s } from './delivered-within-60s.ts';
import { drainTime } from './drain-time.ts';
import { dropped } from './dropped.ts';
import { duplicateAcknowledged } from './duplicate-acknowledged.ts';
import { exhausted } from './exhausted.ts';
import { fairness } from './fairness.ts';
import { falseFailures } from './false-failures.ts';
import { gaveUp } from './gave-up.ts';
import { generated } from './generated.ts';
import { inFlightMean } from './in-flight-mean.ts';
import { inFlightPeak } from './in-flight-peak.ts';
import { lateAnswers } from './late-answers.ts';
import { latencyMax } from './latency-max.ts';
import { latencyMean } from './latency-mean.ts';
import { latencyP50 } from './latency-p50.ts';
import { latencyP90 } from './latency-p90.ts';
import { latencyP99 } from './latency-p99.ts';
import { longestRetryAfter } from './longest-retry-after.ts';
import { lost } from './lost.ts';
import { outageLoad } from './outage-load.ts';
import { outboxPeak } from './outbox-peak.ts';
import { overflowed } from './overflowed.ts';
import { damaged } from './damaged.ts';
import { peakRequestsPer100ms } from './peak-requests-per-100ms.ts';
import { peakRequestsPerSecond } from './peak-requests-per-second.ts';
import { parked } from './parked.ts';
import { pending } from './pending.ts';
import { queueWaitMean } from './queue-wait-mean.ts';
import { queueWaitP95 } from './queue-wait-p95.ts';
import { reachedAgain } from './reached-again.ts';
import { recoveryTime } from './recovery-time.ts';
import { refusals } from './refusals.ts';
import { rejected } from './rejected.ts';
import { resets } from './resets.ts';
import { stored } from './stored.ts';
import { storedUnacknowledged } from './stored-unacknowledged.ts';
import { timeouts } from './timeouts.ts';
import { untied } from './untied.ts';
import { unexpected } from './unexpected.ts';
import type { ComparedMetric, Metric } from './metric.ts';

/** Every metric of a run, in the order of `expect`, of results and of the tables of a comparison. */
export const METRICS = {
  delivered,
  deliveredWithin60s,
  generated,
  stored,
  acknowledged,
  storedUnacknowledged,
  duplicateAcknowledged,
  dropped,
  rejected,
  exhausted,
  overflowed,
  damaged,
  pending,
  parked,
  lost,
  untied,
  unexpected,
  attempts,
  attemptsPerReading,
  reachedAgain,
  deduplicated,
  acceptedTwice,
  latencyMean,
  latencyP50,
  latencyP90,
  latencyP99,
  latencyMax,
  answers2xx,
  answers4xx,
  answers429,
  answers503,
  longestRetryAfter,
  timeouts,
  resets,
  refusals,
  lateAnswers,
  inFlightMean,
  inFlightPeak,
  peakRequestsPerSecond,
  peakRequestsPer100ms,
  queueWaitMean,
  queueWaitP95,
  burstLength,
  outageLoad,
  recoveryTime,
  drainTime,
  gaveUp,
  falseFailures,
  fairness,
  outboxPeak,
  dedupePeak,
} satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

/** The metrics that policies are compared by. */
export type ComparedMetricName = {
  readonly [Name in MetricName]: (typeof METRICS)[Name] extends ComparedMetric ? Name : never;
}[MetricName];

export const METRIC_NAMES: readonly MetricName[] = namesOf(METRICS);

/** One value for each metric, in the order of the table. */
export function perMetric<Value>(
  valueOf: (metric: Metric, name: MetricName) => Value,
): Readonly<Record<MetricName, Value>> {
  return mapTable(METRICS, valueOf);
}

export function isMetricName(text: string): text is MetricName {
  return isIn(METRICS, text);
}

export function isComparedMetricName(text: string): text is ComparedMetricName {
  return isMetricName(text) && 'compared' in METRICS[text];
}

export const COMPARED_METRIC_NAMES: readonly ComparedMetricName[] = METRIC_NAMES.filter(isComparedMetricName);
