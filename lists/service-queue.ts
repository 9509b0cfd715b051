import { Queue } from './queue.ts';

export interface ServiceLimits {
  readonly ratePerSecond: number;
  /** Servers that serve at the same time. */
  readonly concurrency: number;
  /** How many may wait. */
  readonly queueLimit: number;
  readonly service: 'constant' | 'exponential';
}

/** Whoever wants to know how long those who are served have waited. */
export interface QueueWatch {
  readonly nowMs: () => number;
  readonly waited: (ms: number) => void;
}

interface Waiting {
  /** Of the mean service time; drawn on arrival, where chance still knows which request it is for. */
  readonly serviceFactor: number;
  readonly sinceMs: number;
  readonly served: () => void;
}

/**
 * A server with a queue (M/M/c/K, or M/D/c/K for a constant service time): `concurrency` servers, up to `queueLimit`
 * requests waiting in order of arrival, each served for 1/`ratePerSecond` on average.
 */
export class ServiceQueue {
  readonly #after: (delayMs: number, then: () => void) => void;
  readonly #watch: QueueWatch;
  #limits: ServiceLimits | null;
  #busy = 0;
  readonly #waiting = new Queue<Waiting>();

  constructor(
    limits: ServiceLimits | null,
    after: (delayMs: number, then: () => void) => void,
    watch: QueueWatch,
  ) {
    this.#watch = watch;
    this.#limits = limits;
    this.#after = after;
  }

  get length(): number {
    return this.#waiting.size;
  }

  /** Null: no limit. Who is being served is served to the end; who waits goes by the new limits. */
  reconfigure(limits: ServiceLimits | null): void {
    this.#limits = limits;
    this.#pump();
  }

  /** Calls `served` at the end of the service. False when the queue is full. `uniform` is on [0, 1). */
  enter(
    { concurrency, queueLimit, service }: ServiceLimits,
    uniform: () => number,
    served: () => void,
  ): boolean {
    if (this.#busy >= concurrency && this.length >= queueLimit) return false;
    const serviceFactor = service === 'constant' ? 1 : -Math.log(1 - uniform());
    this.#waiting.push({ serviceFactor, sinceMs: this.#watch.nowMs(), served });
    this.#pump();
    return true;
  }

  #pump(): void {
    while (this.#busy < (this.#limits?.concurrency ?? Infinity)) {
      const next = this.#waiting.take();
      if (next === undefined) return;
      this.#watch.waited(this.#watch.nowMs() - next.sinceMs);
      this.#serve(next);
    }
  }

  #serve({ serviceFactor, served }: Waiting): void {
    const meanMs = this.#limits === null ? 0 : 1000 / this.#limits.ratePerSecond;
    this.#busy++;
    this.#after(serviceFactor * meanMs, () => {
      this.#busy--;
      served();
      this.#pump();
    });
  }
}
