import type { Watcher } from '../../ledger/index.ts';

/** Width of a bin of the load series, in ms of virtual time. */
export const LOAD_BIN_MS = 1000;
const LOAD_BIN_US = LOAD_BIN_MS * 1000;
/** The series covers the first day of a run: memory stays bounded however long a run is. */
const LOAD_BINS_MAX = 86_400;

/** Requests that all devices sent in each `LOAD_BIN_MS` of virtual time, from the start of the world. */
export class LoadMeter implements Watcher {
  readonly #bins: number[] = [];

  readonly on: Watcher['on'] = {
    attempt_sent: ({ at }) => {
      const bin = Math.floor(at / LOAD_BIN_US);
      if (bin >= LOAD_BINS_MAX) return;
      while (this.#bins.length <= bin) this.#bins.push(0);
      this.#bins[bin] = (this.#bins[bin] ?? 0) + 1;
    },
  };

  /** Up to the last bin with a request in it; later ones are 0. */
  conclude(): readonly number[] {
    return [...this.#bins];
  }
}
