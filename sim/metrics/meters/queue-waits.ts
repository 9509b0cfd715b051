import { Distribution } from './distribution.ts';

/** How long requests waited in the queue of the edge, in ms, those that found a server free included. */
export interface QueueWaits {
  readonly count: number;
  /** Null when no request came to a queue, or nobody tells. */
  readonly meanMs: number | null;
  readonly p95Ms: number | null;
}

/** What edge and gateway tell of their queues: beside the trace, which does not say when a request gets to a server. */
export class QueueWaitMeter {
  readonly #waitsUs = new Distribution();

  /** A request got to a server after so long. */
  add(waitedMs: number): void {
    this.#waitsUs.add(Math.max(0, Math.round(waitedMs * 1_000)));
  }

  conclude(): QueueWaits {
    const ms = (us: number | null): number | null => (us === null ? null : us / 1_000);
    return {
      count: this.#waitsUs.count,
      meanMs: ms(this.#waitsUs.mean),
      p95Ms: ms(this.#waitsUs.percentile(0.95)),
    };
  }
}
