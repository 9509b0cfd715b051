import type { Ledger } from '../ledger/index.ts';
import type { TraceEvent } from '../trace/event.ts';
import { ClientCounter } from './client-counters.ts';
import type { ClientCounters } from './client-counters.ts';
import { DeliveryMeter } from './delivery.ts';
import type { DeliverySummary } from './delivery.ts';
import { EdgeCounter } from './edge-counters.ts';
import type { EdgeCounters } from './edge-counters.ts';
import type { FaultCoverage } from './fault-coverage.ts';
import { FaultCoverageMeter } from './fault-coverage.ts';
import { PeakMeter } from './peaks.ts';
import type { PeaksSummary } from './peaks.ts';

export interface RunMetrics {
  readonly client: ClientCounters;
  readonly edge: EdgeCounters;
  readonly delivery: DeliverySummary;
  readonly peaks: PeaksSummary;
  readonly faults: FaultCoverage;
}

/** All meters of a run. The ledger observes each event before they do, and is concluded before they are. */
export class RunMeters {
  readonly #client: ClientCounter;
  readonly #edge = new EdgeCounter();
  readonly #delivery: DeliveryMeter;
  readonly #peaks = new PeakMeter();
  readonly #faults: FaultCoverageMeter;

  constructor(options: { readonly ledger: Ledger; readonly storedAsItHappens: boolean }) {
    this.#client = new ClientCounter(options.ledger);
    this.#delivery = new DeliveryMeter(options);
    this.#faults = new FaultCoverageMeter(options.ledger);
  }

  observe(event: TraceEvent): void {
    this.#client.observe(event);
    this.#edge.observe(event);
    this.#delivery.observe(event);
    this.#peaks.observe(event);
    this.#faults.observe(event);
  }

  conclude(): RunMetrics {
    return {
      client: this.#client.conclude(),
      edge: this.#edge.conclude(),
      delivery: this.#delivery.conclude(),
      peaks: this.#peaks.conclude(),
      faults: this.#faults.conclude(),
    };
  }
}
