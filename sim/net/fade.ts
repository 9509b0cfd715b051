import { usFromMs } from '../kernel/index.ts';

/** Mean dwell times of a link that is good or bad, in ms. */
export interface Dwells {
  readonly goodMeanMs: number;
  readonly badMeanMs: number;
}

/**
 * A Gilbert-Elliott chain, stepped by time and not by packet, so a slow sender does not meet longer outages than a fast
 * one. It begins with the world, whenever it is first asked and whatever windows have changed since: its state is a function
 * of its draws, the dwells and the time. Dwells are exponential; the first state is drawn by its share of time.
 */
export class Fade {
  /** Uniform on [0, 1), for the k-th dwell: independent of how often anything is sent. */
  readonly #draw: (step: number) => number;
  #dwells: Dwells | null = null;
  #bad = false;
  #untilUs = 0;
  #step = 0;

  constructor(draw: (step: number) => number) {
    this.#draw = draw;
  }

  /** `nowUs` must not go back for the same dwells. */
  isBad(nowUs: number, dwells: Dwells): boolean {
    if (this.#dwells !== dwells) {
      const same =
        this.#dwells?.goodMeanMs === dwells.goodMeanMs && this.#dwells.badMeanMs === dwells.badMeanMs;
      if (!same) this.#begin(dwells);
      this.#dwells = dwells;
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

  #drawNext(): number {
    this.#step += 1;
    return this.#draw(this.#step);
  }
}
