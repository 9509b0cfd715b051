import type { OwnerStreams } from './owner-streams.ts';

/**
 * Draws for one purpose and owner. A draw is a function of its key alone: taking it twice gives the same number, and
 * no other draw moves it.
 */
export class DrawStream {
  readonly #streams: OwnerStreams;
  readonly #purpose: string;

  constructor(streams: OwnerStreams, purpose: string) {
    this.#streams = streams;
    this.#purpose = purpose;
  }

  /** As `OwnerStreams.draw`. */
  draw(...key: readonly number[]): number {
    return this.#streams.draw(this.#purpose, ...key);
  }
}
