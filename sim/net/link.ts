import type { OwnerStreams } from '../random/index.ts';
import { usFromMs } from '../kernel/index.ts';

/** Mean dwell times of a link that is good or bad, in ms. */
export interface Dwells {
  readonly goodMeanMs: number;
  readonly badMeanMs: number;
}

/** One device's way to the edge: what it remembers from one passage to the next. */
export class Link {
  /** When the last byte queued on a limited link will have left, there and back. */
  readonly busyUntilUs = { requests: 0, answers: 0 };
  /** Of this device. */
  readonly streams: OwnerStreams;
  #chain: Dwells | null = null;
  #bad = false;
  #untilUs = 0;
  #step = 0;

  constructor(streams: OwnerStreams) {
    this.streams = streams;
  }

  /**
   * Whether a Gilbert-Elliott link is in its bad state. The chain is stepped by time, not by packet, so a slow sender does
   * not meet longer outages than a fast one. It begins with the world, whenever it is first asked and whatever windows have
   * changed since: its state is a function of the device, the dwells and the time. Dwells are exponential; the first state
   * is drawn by its share of time. `nowUs` must not go back for the same dwells.
   */
  isBad(nowUs: number, dwells: Dwells): boolean {
    if (this.#chain !== dwells) {
      const same =
        this.#chain?.goodMeanMs === dwells.goodMeanMs && this.#chain.badMeanMs === dwells.badMeanMs;
      if (!same) this.#begin(dwells);
      this.#chain = dwells;
    }
    while (this.#untilUs <= nowUs) {
      this.#bad = !this.#bad;
      this.#untilUs += this.#nextDwellUs(dwells);
    }
    return this.#bad;
  }

  #begin(dwells: Dwells): void {
    this.#step = 0;
    const badShare = dwells.badMeanMs / (dwells.goodMeanMs + dwells.badMeanMs);
    this.#bad = this.#drawNext() < badShare;
    this.#untilUs = this.#nextDwellUs(dwells);
  }

  #nextDwellUs(dwells: Dwells): number {
    const meanMs = this.#bad ? dwells.badMeanMs : dwells.goodMeanMs;
    // 1 − u is on (0, 1], so the logarithm is finite; a dwell of no time would not end the loop above.
    return Math.max(1, usFromMs(-Math.log(1 - this.#drawNext()) * meanMs));
  }

  /** For the k-th dwell of this link: independent of how often anything is sent over it. */
  #drawNext(): number {
    this.#step += 1;
    return this.streams.draw('network.burstLoss/dwell', this.#step);
  }
}
