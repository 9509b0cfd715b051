import type { DeliveryKey, TraceEvent } from '../trace/index.ts';
import type { HitCounter } from './hit-counter.ts';

/** A second request for a reading reaches the edge while the first is in work there. */
export class DuplicateInWork implements HitCounter {
  /** By device and reading; the instance is left out where there is one. */
  readonly #inWork = new Map<string, (DeliveryKey & { readonly instance?: number })[]>();
  hits = 0;

  observe(event: TraceEvent): void {
    if (event.kind === 'edge_crashed') this.#crash(event.instance);
    if (event.kind !== 'request_delivered' && event.kind !== 'request_answered') return;
    if (event.reading === null) return;
    const key = `${event.device}/${event.reading}`;
    const before = this.#inWork.get(key) ?? [];
    if (event.kind === 'request_delivered') {
      if (before.length > 0) this.hits += 1;
      this.#inWork.set(key, [...before, event]);
      return;
    }
    const left = before.filter(({ attempt, copy }) => attempt !== event.attempt || copy !== event.copy);
    if (left.length > 0) this.#inWork.set(key, left);
    else this.#inWork.delete(key);
  }

  /** Undefined: there is one instance. */
  #crash(instance: number | undefined): void {
    if (instance === undefined) this.#inWork.clear();
    for (const [key, before] of this.#inWork) {
      const left = before.filter((delivery) => delivery.instance !== instance);
      if (left.length > 0) this.#inWork.set(key, left);
      else this.#inWork.delete(key);
    }
  }
}
