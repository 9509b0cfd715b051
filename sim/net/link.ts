import type { OwnerStreams } from '../random/index.ts';
import { Fade } from './fade.ts';
import type { Dwells } from './fade.ts';
import type { SharedFades } from './shared-fades.ts';

/** One device's way to the edge: what it remembers from one passage to the next. */
export class Link {
  /** When the last byte queued on a limited link will have left, there and back. */
  readonly busyUntilUs = { requests: 0, answers: 0 };
  /** Of this device. */
  readonly streams: OwnerStreams;
  readonly #fade: Fade;
  readonly #shared: SharedFades;

  constructor(streams: OwnerStreams, shared: SharedFades) {
    this.streams = streams;
    this.#shared = shared;
    this.#fade = new Fade((step) => streams.draw('network.burstLoss/dwell', step));
  }

  /**
   * Whether the link is in its bad state.
   *
   * @param cell names the links that fade together with this one; null: it fades by itself
   */
  isBad(nowUs: number, dwells: Dwells, cell: string | null): boolean {
    const fade = cell === null ? this.#fade : this.#shared.of(cell, dwells);
    return fade.isBad(nowUs, dwells);
  }
}
