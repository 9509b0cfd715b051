import { OwnerStreams } from '../random/index.ts';
import type { KeyedRandom } from '../random/index.ts';
import { Fade } from './fade.ts';
import type { Dwells } from './fade.ts';

/** Fades that several links meet together: one for each cell and each pair of dwells. */
export class SharedFades {
  readonly #random: KeyedRandom;
  /** Devices of one cell may have other dwells than their neighbours, at one instant. */
  readonly #fades = new Map<string, Fade>();

  constructor(random: KeyedRandom) {
    this.#random = random;
  }

  of(cell: string, { goodMeanMs, badMeanMs }: Dwells): Fade {
    const name = `${goodMeanMs} ${badMeanMs} ${cell}`;
    const known = this.#fades.get(name);
    if (known !== undefined) return known;
    const streams = new OwnerStreams(this.#random, cell);
    const fade = new Fade((step) => streams.draw('network.burstLoss/cell', step));
    this.#fades.set(name, fade);
    return fade;
  }
}
