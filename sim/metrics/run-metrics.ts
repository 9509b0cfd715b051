import type { Ledger, Watcher } from '../ledger/index.ts';
import { ClientCounter } from './client-counters.ts';
import type { ClientCounters } from './client-counters.ts';
import { DeliveryMeter } from './delivery.ts';
import type { DeliverySummary } from './delivery.ts';
import { EdgeCounter } from './edge-counters.ts';
import type { EdgeCounters } from './edge-counters.ts';
import { FairnessMeter } from './fairness.ts';
import { FalseFailureMeter } from './false-failures.ts';
import type { FaultCoverage } from './fault-coverage.ts';
import { FaultCoverageMeter } from './fault-coverage.ts';
import { LoadMeter } from './load.ts';
import { OutageLoadMeter } from './outage-load.ts';
import { PeakMeter } from './peaks.ts';
import type { PeaksSummary } from './peaks.ts';
import { RecoveryMeter } from './recovery.ts';

export interface RunMetrics {
  readonly client: ClientCounters;
  readonly edge: EdgeCounters;
  readonly delivery: DeliverySummary;
  readonly peaks: PeaksSummary;
  readonly faults: FaultCoverage;
  /** Requests sent in each `LOAD_BIN_MS`, up to the last with a request in it. */
  readonly load: readonly number[];
  /** Requests per second while a window of the timeline is open; null without one. */
  readonly outageLoad: number | null;
  /** From the end of the last window until the backlog is back to normal; null without one. */
  readonly recoveryMs: number | null;
  /** Readings that were given up though the edge has them, as far as the edge tells what it stores. */
  readonly falseFailures: number;
  /** Jain's index over devices, 0 to 1; null when nothing was delivered. */
  readonly fairness: number | null;
}

/** All meters of a run. The ledger observes each event before they do, and is concluded before they are. */
export class RunMeters {
  readonly #client = new ClientCounter();
  readonly #edge = new EdgeCounter();
  readonly #delivery: DeliveryMeter;
  readonly #peaks = new PeakMeter();
  readonly #faults: FaultCoverageMeter;
  readonly #load = new LoadMeter();
  readonly #outageLoad: OutageLoadMeter;
  readonly #recovery: RecoveryMeter;
  readonly #falseFailures: FalseFailureMeter;
  readonly #fairness: FairnessMeter;

  constructor(options: { readonly ledger: Ledger; readonly storedAsItHappens: boolean }) {
    this.#delivery = new DeliveryMeter(options);
    this.#faults = new FaultCoverageMeter(options.ledger);
    this.#outageLoad = new OutageLoadMeter(options.ledger);
    this.#recovery = new RecoveryMeter(options.ledger);
    this.#falseFailures = new FalseFailureMeter(options.ledger);
    this.#fairness = new FairnessMeter(options.ledger);
  }

  /** Those that look at events; the others listen to the ledger alone. */
  get all(): readonly Watcher[] {
    return [
      this.#client,
      this.#edge,
      this.#delivery,
      this.#peaks,
      this.#faults,
      this.#load,
      this.#outageLoad,
      this.#recovery,
    ];
  }

  conclude(): RunMetrics {
    return {
      client: this.#client.conclude(),
      edge: this.#edge.conclude(),
      delivery: this.#delivery.conclude(),
      peaks: this.#peaks.conclude(),
      faults: this.#faults.conclude(),
      load: this.#load.conclude(),
      outageLoad: this.#outageLoad.conclude(),
      recoveryMs: this.#recovery.conclude(),
      falseFailures: this.#falseFailures.conclude(),
      fairness: this.#fairness.conclude(),
    };
  }
}
