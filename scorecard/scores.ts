import type { Estimate } from '../sim/explore/comparison.ts';
import { studentTMean } from '../sim/explore/statistics/index.ts';
import type { MetricUnit } from '../sim/metrics/metric.ts';
import type { RunRecord } from '../sim/sweep/index.ts';

interface Column {
  readonly head: string;
  readonly says: string;
  readonly unit: MetricUnit;
  /** Of one run; null: it could not be observed. */
  readonly value: (record: RunRecord) => number | null;
}

/** A part of the readings that were recorded. */
function share(...parts: readonly (number | null)[]): (record: RunRecord) => number | null {
  return ({ metrics: { generated } }) => {
    if (generated === null || generated === 0 || parts.includes(null)) return null;
    return parts.reduce<number>((sum, part) => sum + (part ?? 0), 0) / generated;
  };
}

function brokenTimes({ broken }: RunRecord, invariant: string): number {
  return broken.find((each) => each.invariant === invariant)?.count ?? 0;
}

/** What a table says of a library in a storm, in the order of its columns. */
export const COLUMNS = {
  delivered: {
    head: 'delivered',
    says: 'readings that the edge has stored',
    unit: 'ratio',
    value: ({ metrics }) => metrics.delivered,
  },
  believed: {
    head: 'believed',
    says: 'readings that the client took for delivered and the edge has not',
    unit: 'ratio',
    value: (record) => share(brokenTimes(record, 'acknowledged-means-stored'))(record),
  },
  givenUp: {
    head: 'given up',
    says: 'readings that ended with an error, a few of which the edge has all the same',
    unit: 'ratio',
    value: (record) => share(record.metrics.exhausted, record.metrics.rejected)(record),
  },
  open: {
    head: 'no end',
    says: 'readings that were still waited for when all was over, or were gone with the memory of the device',
    unit: 'ratio',
    value: (record) => share(record.metrics.pending, record.metrics.lost)(record),
  },
  doubled: {
    head: 'doubled',
    says: 'readings that reached the edge again after it had stored them: an edge without a memory for keys stores them twice',
    unit: 'ratio',
    value: (record) => share(record.metrics.reachedAgain)(record),
  },
  attempts: {
    head: 'attempts/reading',
    says: 'requests for each reading that was sent at all',
    unit: 'plain',
    value: ({ metrics }) => metrics.attemptsPerReading,
  },
  peak: {
    head: 'peak in 1s',
    says: 'the most requests that all devices sent in one second',
    unit: 'rate',
    value: ({ metrics }) => metrics.peakRequestsPerSecond,
  },
} as const satisfies Readonly<Record<string, Column>>;

export type ColumnName = keyof typeof COLUMNS;
export const COLUMN_NAMES = Object.keys(COLUMNS).filter((name): name is ColumnName => name in COLUMNS);

/** The means over the seeds, each with its interval. */
export type Score = Readonly<Record<ColumnName, Estimate>>;

function estimateOf(column: Column, records: readonly RunRecord[]): Estimate {
  const values = records.map(column.value).filter((value) => value !== null);
  const { n, value, low, high } = studentTMean(values);
  return { n, value, low, high, method: 'student-t' };
}

export function scoreOf(records: readonly RunRecord[]): Score {
  return {
    delivered: estimateOf(COLUMNS.delivered, records),
    believed: estimateOf(COLUMNS.believed, records),
    givenUp: estimateOf(COLUMNS.givenUp, records),
    open: estimateOf(COLUMNS.open, records),
    doubled: estimateOf(COLUMNS.doubled, records),
    attempts: estimateOf(COLUMNS.attempts, records),
    peak: estimateOf(COLUMNS.peak, records),
  };
}
