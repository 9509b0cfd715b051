import { isDone } from '../ledger/index.ts';
import type { Ledger, LedgerSummary, Watcher } from '../ledger/index.ts';
import type { FaultCoverage } from '../faults/index.ts';
import { FaultCoverageMeter } from '../faults/index.ts';
import { MeasuredLedger } from './measured-ledger.ts';
import type { BirthSpan } from './measured-ledger.ts';
import { ClientCounter } from './meters/client-counters.ts';
import { EdgeCounter } from './meters/edge-counters.ts';
import type { EdgeCounters } from './meters/edge-counters.ts';
import { GroupMeter } from './meters/groups.ts';
import type { DeviceGroups, GroupSummary } from './meters/groups.ts';
import { InFlightMeter } from './meters/in-flight.ts';
import { LogCounts } from './meters/log-counts.ts';
import { LoadMeter } from './meters/load.ts';
import { PeakMeter } from './meters/peaks.ts';
import { PhaseMeter } from './meters/phases.ts';
import type { PhaseMark } from './meters/phases.ts';
import type { Measured } from './metric.ts';
import { QueueWaitMeter } from './meters/queue-waits.ts';
import { ValueMeters } from './value-meters.ts';
import type { MetricValues } from './value-meters.ts';

export type { MetricValues } from './value-meters.ts';

/** What a run gave over the readings of a span alone. What speaks of the fleet over time is that of the whole run. */
export interface MeasuredReadings {
  /** How many were born in the span. */
  readonly readings: number;
  readonly metrics: MetricValues;
  /** Microseconds from birth to acknowledgement: how many in each bucket of `LogCounts`. */
  readonly latencies: readonly number[];
}

export interface RunMetrics extends Measured {
  readonly edge: EdgeCounters;
  readonly faults: FaultCoverage;
  /** Requests sent in each `LOAD_BIN_MS`, up to the last with a request in it. */
  readonly load: readonly number[];
  readonly phases: readonly PhaseMark[];
  readonly values: MetricValues;
  /** Empty where the fleet has no groups. */
  readonly groups: readonly GroupSummary[];
  /** Null where no span was asked for. */
  readonly measured: MeasuredReadings | null;
}

export interface RunMetersOptions {
  readonly ledger: Ledger;
  readonly storedAsItHappens: boolean;
  readonly groups: DeviceGroups;
  /** Readings to measure by themselves as well; null: none. */
  readonly span: BirthSpan | null;
}

/** All meters of a run. The ledger observes each event before they do, and is concluded before they are. */
export class RunMeters {
  readonly #client = new ClientCounter();
  readonly #edge = new EdgeCounter();
  readonly #peaks = new PeakMeter();
  readonly #inFlight: InFlightMeter;
  readonly #faults: FaultCoverageMeter;
  readonly #load = new LoadMeter();
  readonly #phases: PhaseMeter;
  readonly #queueWaits = new QueueWaitMeter();
  readonly #groups: GroupMeter;
  readonly #whole: ValueMeters;
  readonly #part: ReturnType<typeof partOf> | null;

  constructor({ ledger, storedAsItHappens, groups, span }: RunMetersOptions) {
    this.#groups = new GroupMeter(ledger, groups);
    this.#inFlight = new InFlightMeter(ledger);
    this.#faults = new FaultCoverageMeter(ledger);
    this.#phases = new PhaseMeter(ledger);
    this.#whole = new ValueMeters({ ledger, storedAsItHappens });
    this.#part = span === null ? null : partOf(new MeasuredLedger(ledger, span), storedAsItHappens);
  }

  get all(): readonly Watcher[] {
    return [
      this.#client,
      this.#edge,
      this.#peaks,
      this.#inFlight,
      this.#faults,
      this.#load,
      this.#phases,
      ...this.#whole.all,
      ...(this.#part?.meters.all ?? []),
    ];
  }

  /** What edge or gateway say themselves: a request got from a queue to a server after so long. */
  queued(waitedMs: number): void {
    this.#queueWaits.add(waitedMs);
  }

  conclude(ledger: LedgerSummary): RunMetrics {
    const counted = {
      ledger,
      client: this.#client.conclude(),
      peaks: this.#peaks.conclude(),
      inFlight: this.#inFlight.conclude(),
      queueWaits: this.#queueWaits.conclude(),
    };
    const part = this.#part?.ledger.conclude(ledger);
    return {
      ...counted,
      ...this.#whole.conclude(counted),
      edge: this.#edge.conclude(),
      faults: this.#faults.conclude(),
      load: this.#load.conclude(),
      phases: this.#phases.conclude(ledger),
      groups: this.#groups.conclude(ledger.stored !== null),
      measured:
        part === undefined || this.#part === null
          ? null
          : {
              readings: part.generated,
              metrics: this.#part.meters.conclude({ ...counted, ledger: part }).values,
              latencies: this.#part.latencies.conclude(),
            },
    };
  }
}

function partOf(ledger: MeasuredLedger, storedAsItHappens: boolean) {
  const latencies = new LogCounts();
  ledger.onClosed(({ entry: { bornAt, endedAt }, end }) => {
    if (isDone(end) && bornAt !== null && endedAt !== null) latencies.add(endedAt - bornAt);
  });
  return { ledger, latencies, meters: new ValueMeters({ ledger, storedAsItHappens }) };
}
