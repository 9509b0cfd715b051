import type { TraceEvent } from '../../sim/trace/event.ts';

/** Events of a run, all that a reader can hold. */
export interface KeptTrace {
  /** In their order: those of the kept devices, and those that are about no device. */
  readonly events: readonly TraceEvent[];
  /** How many there were. */
  readonly eventsSeen: number;
  /** In the order in which they first showed. */
  readonly devices: readonly string[];
  /** How many there were. */
  readonly devicesSeen: number;
}

/**
 * Keeps the events of a run while they come. Where they are too many, devices are left out whole, the later half first:
 * what is kept of a device is all of it. The same events are kept in every run.
 */
export class KeptEvents {
  #limit: number;
  readonly #places = new Map<string, number>();
  #devicesMax = Infinity;
  #seen = 0;
  #events: TraceEvent[] = [];

  /** @param limit of events that are kept; more only of a single device, or about none */
  constructor(limit: number) {
    this.#limit = limit;
  }

  observe(event: TraceEvent): void {
    this.#seen += 1;
    if (this.#placeOf(event) >= this.#devicesMax) return;
    this.#events.push(event);
    this.#keepWithin();
  }

  /** For those that were kept before, too. */
  limitTo(limit: number): void {
    this.#limit = limit;
    this.#keepWithin();
  }

  /** Whether what this device says is kept as far as is known. */
  keeps(device: string): boolean {
    return (this.#places.get(device) ?? 0) < this.#devicesMax;
  }

  conclude(): KeptTrace {
    return {
      events: this.#events,
      eventsSeen: this.#seen,
      devices: [...this.#places.keys()].slice(0, this.#devicesKept()),
      devicesSeen: this.#places.size,
    };
  }

  /** Of its device, from 0; −1 where it is about none. */
  #placeOf(event: TraceEvent): number {
    if (!('device' in event) || event.device === null) return -1;
    const known = this.#places.get(event.device);
    if (known !== undefined) return known;
    const place = this.#places.size;
    this.#places.set(event.device, place);
    return place;
  }

  #devicesKept(): number {
    return Math.min(this.#devicesMax, this.#places.size);
  }

  #keepWithin(): void {
    while (this.#events.length > this.#limit && this.#devicesKept() > 1) {
      this.#devicesMax = Math.ceil(this.#devicesKept() / 2);
      this.#events = this.#events.filter((event) => this.#placeOf(event) < this.#devicesMax);
    }
  }
}
