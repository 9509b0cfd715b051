import type { METRIC_UNITS, MetricName, MetricUnit } from '../sim/scenario/metric-name.ts';

/** What a metric tells: the tables of a comparison are grouped by it. */
export type MetricGroup = 'delivery' | 'cost' | 'time' | 'other';

export interface MetricWords {
  /** Over a column of a table: at most 16 characters. */
  readonly label: string;
  readonly unit: MetricUnit;
  readonly group: MetricGroup;
  /** Which direction a reader wants; null: neither. */
  readonly better: 'higher' | 'lower' | null;
  /** One of the few that a summary shows. */
  readonly key: boolean;
  /** What it is, where the label does not say it; null where it does. */
  readonly says: string | null;
}

type WordsInUnits = {
  readonly [Name in MetricName]?: MetricWords & { readonly unit: (typeof METRIC_UNITS)[Name] };
};

const WORDS = {
  delivered: {
    label: 'delivered',
    unit: 'ratio',
    group: 'delivery',
    better: 'higher',
    key: false,
    says: null,
  },
  deliveredWithin60s: {
    label: 'within 60s',
    unit: 'ratio',
    group: 'delivery',
    better: 'higher',
    key: true,
    says: null,
  },
  gaveUp: {
    label: 'gave up',
    unit: 'ratio',
    group: 'delivery',
    better: 'lower',
    key: false,
    says: 'readings whose retries ran out or that the outbox had no room for',
  },
  falseFailures: {
    label: 'false failures',
    unit: 'count',
    group: 'delivery',
    better: 'lower',
    key: false,
    says: 'readings in a run that the edge has stored and the device gave up',
  },
  fairness: {
    label: 'fairness',
    unit: 'ratio',
    group: 'delivery',
    better: 'higher',
    key: false,
    says: 'between devices: Jain’s index of what each has delivered per second of waiting; 100% is even',
  },
  attemptsPerReading: {
    label: 'attempts/reading',
    unit: 'plain',
    group: 'cost',
    better: 'lower',
    key: true,
    says: null,
  },
  outageLoad: {
    label: 'in outage, per s',
    unit: 'rate',
    group: 'cost',
    better: 'lower',
    key: false,
    says: 'requests per second of all devices while a window of the timeline is open',
  },
  peakRequestsPerSecond: {
    label: 'peak in 1s',
    unit: 'rate',
    group: 'cost',
    better: 'lower',
    key: true,
    says: null,
  },
  peakRequestsPer100ms: {
    label: 'peak in 100ms',
    unit: 'count',
    group: 'cost',
    better: 'lower',
    key: false,
    says: null,
  },
  latencyP50: {
    label: 'latency p50',
    unit: 'duration',
    group: 'time',
    better: 'lower',
    key: false,
    says: null,
  },
  latencyP99: {
    label: 'latency p99',
    unit: 'duration',
    group: 'time',
    better: 'lower',
    key: true,
    says: null,
  },
  latencyMax: {
    label: 'latency max',
    unit: 'duration',
    group: 'time',
    better: 'lower',
    key: false,
    says: null,
  },
  recoveryTime: {
    label: 'time to recover',
    unit: 'duration',
    group: 'time',
    better: 'lower',
    key: true,
    says: 'from the end of the last outage until no more is waiting than before the first',
  },
  drainTime: {
    label: 'time to drain',
    unit: 'duration',
    group: 'time',
    better: 'lower',
    key: false,
    says: 'from the end of the run’s faults until the last reading has met its end; not from the end of an outage',
  },
} as const satisfies WordsInUnits;

const BY_NAME: ReadonlyMap<string, MetricWords> = new Map(Object.entries(WORDS));

/** A sentence that names metrics as the scenario language does, with the words of the tables in their place. */
export function inTableWords(sentence: string): string {
  return sentence.replace(/[A-Za-z0-9]+/g, (word) => BY_NAME.get(word)?.label ?? word);
}

/** The words for a metric. One that has none yet goes by its own name, as a plain number. */
export function metricWords(metric: MetricName): MetricWords {
  return (
    BY_NAME.get(metric) ?? {
      label: metric,
      unit: 'plain',
      group: 'other',
      better: null,
      key: false,
      says: null,
    }
  );
}
