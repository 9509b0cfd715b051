import type { DrawStream, KeyedRandom } from './keyed-random.ts';

/**
 * The streams of one owner, for who draws often: its draws are those of `stream(prefix + purpose, owner)`, found without
 * putting that name together each time.
 */
export class OwnerStreams {
  readonly #random: KeyedRandom;
  readonly #owner: string;
  readonly #prefix: string;
  readonly #streams = new Map<string, DrawStream>();

  constructor(random: KeyedRandom, owner: string, prefix = '') {
    this.#random = random;
    this.#owner = owner;
    this.#prefix = prefix;
  }

  of(purpose: string): DrawStream {
    let stream = this.#streams.get(purpose);
    if (stream === undefined) {
      stream = this.#random.stream(this.#prefix + purpose, this.#owner);
      this.#streams.set(purpose, stream);
    }
    return stream;
  }
}
