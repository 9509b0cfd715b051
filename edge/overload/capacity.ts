import { ServiceQueue } from '../../lists/service-queue.ts';
import type { QueueWatch } from '../../lists/service-queue.ts';
import type { Random } from '../../ports/index.ts';
import type { CapacitySettings } from '../settings.ts';
import type { Timers } from '../timers.ts';

/** The edge's own queue in front of its work, with chance from the port. */
export class Capacity {
  readonly #queue: ServiceQueue;
  #settings: CapacitySettings | null;

  constructor(settings: CapacitySettings | null, timers: Timers, watch: QueueWatch) {
    this.#queue = new ServiceQueue(settings, (delayMs, then) => timers.after(delayMs, then), watch);
    this.#settings = settings;
  }

  /** Null: no request waits, and none is refused. */
  get settings(): CapacitySettings | null {
    return this.#settings;
  }

  get queueLength(): number {
    return this.#queue.length;
  }

  reconfigure(settings: CapacitySettings | null): void {
    this.#settings = settings;
    this.#queue.reconfigure(settings);
  }

  /** A promise that is kept at the end of the service; undefined when the queue is full. */
  enter(settings: CapacitySettings, random: Random): Promise<void> | undefined {
    let served: () => void = () => {};
    const done = new Promise<void>((resolve) => (served = resolve));
    const admitted = this.#queue.enter(
      settings,
      () => random.draw('service'),
      () => served(),
    );
    return admitted ? done : undefined;
  }
}
