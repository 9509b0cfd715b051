import type { LedgerSummary } from '../ledger/index.ts';
import type { Meter, MeterLedger } from './meter.ts';
import type { ClientCounters } from './meters/client-counters.ts';
import type { DeliverySummary } from './meters/delivery.ts';
import type { InFlightSummary } from './meters/in-flight.ts';
import type { PeaksSummary } from './meters/peaks.ts';
import type { QueueWaits } from './meters/queue-waits.ts';

/**
 * How the values of a metric are written in an expectation: `ratio` as a probability, `duration` with a unit, `count`
 * as a whole number, `rate` (per second) and `plain` as a number.
 */
export type MetricUnit = 'ratio' | 'count' | 'duration' | 'rate' | 'plain';

/** What metrics take their values from that need no meter of their own. */
export interface Measured {
  readonly ledger: LedgerSummary;
  readonly client: ClientCounters;
  readonly delivery: DeliverySummary;
  readonly peaks: PeaksSummary;
  readonly inFlight: InFlightSummary;
  readonly queueWaits: QueueWaits;
}

interface About {
  readonly unit: MetricUnit;
  /** What it is, as a phrase. */
  readonly doc: string;
  /** For those that count readings, each at most once: whether a scenario promises many of them or few. */
  readonly promised?: 'many' | 'few';
  /** Who alone can tell it, where it cannot be seen from outside: of another than ours that says nothing it is null. */
  readonly toldBy?: 'edge' | 'device';
}

/**
 * A number that a run is measured by: a share from 0 to 1, milliseconds, a count or a number, as the unit says. Null: not
 * observable in this run, or a share of nothing.
 */
export type Metric = About &
  (
    | { readonly value: (measured: Measured) => number | null }
    | { readonly meter: (ledger: MeterLedger) => Meter }
  );

/** What a metric tells: the tables of a comparison are grouped by it. */
export type MetricGroup = 'delivery' | 'cost' | 'time';

/** A metric that policies are compared by. */
export type ComparedMetric = Metric & {
  readonly compared: {
    /** Over a column of a table: at most 16 characters. */
    readonly label: string;
    readonly group: MetricGroup;
    /** Which direction a fleet wants; null: neither. */
    readonly better: 'higher' | 'lower' | null;
    /** Percentiles and maxima of a run are skewed over seeds: of enough seeds their intervals come from the bootstrap. */
    readonly method: 'student-t' | 'bootstrap';
    /** One of the few that a summary shows. */
    readonly key?: true;
    /** The label does not say what it is: a report says `doc` as well. */
    readonly explained?: true;
  };
};
