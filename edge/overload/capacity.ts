import { Queue } from '../../lists/queue.ts';
import type { Random } from '../../ports/index.ts';
import type { CapacitySettings } from '../settings.ts';
import type { Timers } from '../timers.ts';

interface Waiting {
  /** Of the mean service time; drawn on arrival, where chance still knows which request it is for. */
  readonly serviceFactor: number;
  readonly served: () => void;
}

/**
 * A server with a queue (M/M/c/K, or M/D/c/K for a constant service time): `concurrency` servers, up to `queueLimit`
 * requests waiting in order of arrival, each served for 1/`ratePerSecond` on average.
 */
export class Capacity {
  readonly #timers: Timers;
  #settings: CapacitySettings | null;
  #busy = 0;
  readonly #waiting = new Queue<Waiting>();

  constructor(settings: CapacitySettings | null, timers: Timers) {
    this.#settings = settings;
    this.#timers = timers;
  }

  /** Null: no request waits, and none is refused. */
  get settings(): CapacitySettings | null {
    return this.#settings;
  }

  get queueLength(): number {
    return this.#waiting.size;
  }

  /** Who is being served is served to the end; who waits goes by the new settings. */
  reconfigure(settings: CapacitySettings | null): void {
    this.#settings = settings;
    this.#pump();
  }

  /** A promise that is kept at the end of the service; undefined when the queue is full. */
  enter(settings: CapacitySettings, random: Random): Promise<void> | undefined {
    if (this.#busy >= settings.concurrency && this.queueLength >= settings.queueLimit) return undefined;
    const serviceFactor = settings.service === 'constant' ? 1 : -Math.log(1 - random.draw('service'));
    return new Promise((served) => {
      this.#waiting.push({ serviceFactor, served });
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#busy < (this.#settings?.concurrency ?? Infinity)) {
      const next = this.#waiting.take();
      if (next === undefined) return;
      this.#serve(next);
    }
  }

  #serve({ serviceFactor, served }: Waiting): void {
    const meanMs = this.#settings === null ? 0 : 1000 / this.#settings.ratePerSecond;
    this.#busy++;
    this.#timers.after(serviceFactor * meanMs, () => {
      this.#busy--;
      served();
      this.#pump();
    });
  }
}
