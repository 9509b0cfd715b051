import type { Metric } from './metric.ts';
import type { Meter } from './meter.ts';

/** The requests of one link, in the order in which they were sent. */
interface Run {
  /** Lost one after another so far. */
  lost: number;
  /** What became of the last one is not told yet: it gets through unless the next word is that it was lost. */
  passing: boolean;
}

/**
 * How many requests of one link are lost one after another, on average over the runs of such losses. Losses that do not know
 * of each other come in runs of 1/(1 − p); longer ones are bursts. A run that the end of the world cuts off counts.
 */
export class BurstMeter implements Meter {
  readonly #links = new Map<string, Run>();
  #runs = 0;
  #lost = 0;

  readonly on: Meter['on'] = {
    // Of a request that is lost the trace says so at the instant at which it is sent, before anything else of its link.
    attempt_sent: ({ device }) => {
      const run = this.#links.get(device) ?? { lost: 0, passing: false };
      this.#links.set(device, run);
      if (run.passing) this.#end(run);
      run.passing = true;
    },
    request_lost: ({ device }) => {
      const run = this.#links.get(device);
      if (run === undefined) return;
      run.passing = false;
      run.lost += 1;
    },
  };

  /** Null when none was lost. */
  conclude(): number | null {
    for (const run of this.#links.values()) this.#end(run);
    return this.#runs === 0 ? null : this.#lost / this.#runs;
  }

  #end(run: Run): void {
    if (run.lost === 0) return;
    this.#runs += 1;
    this.#lost += run.lost;
    run.lost = 0;
  }
}

export const burstLength: Metric = {
  unit: 'plain',
  doc: 'requests of one device that were lost one after another, on average over such runs of losses',
  meter: () => new BurstMeter(),
};
