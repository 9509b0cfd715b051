import type { TraceEvent } from '../trace/index.ts';
import type { HitCounter } from './sometimes.ts';

/** A second request for a reading reaches the edge while the first is in work there. */
export class DuplicateInWork implements HitCounter {
  /** By device and reading. */
  readonly #inWork = new Map<string, number>();
  hits = 0;

  observe(event: TraceEvent): void {
    if (event.kind === 'edge_crashed') this.#inWork.clear();
    if (event.kind !== 'request_delivered' && event.kind !== 'request_answered') return;
    if (event.reading === null) return;
    const key = `${event.device}/${event.reading}`;
    const before = this.#inWork.get(key) ?? 0;
    if (event.kind === 'request_delivered') {
      if (before > 0) this.hits += 1;
      this.#inWork.set(key, before + 1);
    } else if (before > 1) this.#inWork.set(key, before - 1);
    else this.#inWork.delete(key);
  }
}
