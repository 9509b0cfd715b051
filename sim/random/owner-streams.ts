import { digest, halfSipHash, lastWord, messageOf } from './half-siphash.ts';
import type { Purposes } from './purposes.ts';
import { digestText } from './text-digest.ts';

const TWO_32 = 2 ** 32;
/** 27 high bits and 26 low bits make the 53 that a double holds. */
const LOW_BITS = 26;
const TWO_26 = 2 ** LOW_BITS;
const TWO_53 = 2 ** 53;

/** The words of a purpose. */
const PURPOSE_WORDS = 2;

/** What the draws of all owners of one world go by. */
export interface WorldKey {
  /** Two 32-bit words. */
  readonly key0: number;
  readonly key1: number;
  /** Those that have this prefix. */
  purposes(prefix: string): Purposes;
}

/**
 * All draws of one owner. It keeps two words, the digest of the owner under the key of the world, whatever is drawn: an
 * idle device costs next to nothing. `draw(purpose)` with a prefix is `draw(prefix + purpose)` without one, found
 * without putting that name together each time.
 */
export class OwnerStreams {
  readonly #key0: number;
  readonly #key1: number;
  readonly #purposes: Purposes;

  /** `owner`: whose draws they are, e.g. a device id. */
  constructor(world: WorldKey, owner: string, prefix = '') {
    digestText(world.key0, world.key1, owner);
    this.#key0 = digest[0] ?? 0;
    this.#key1 = digest[1] ?? 0;
    this.#purposes = world.purposes(prefix);
  }

  /**
   * Uniform on [0, 1), 53 bits. Key parts are whole numbers from −2^53 to 2^53; draws of one purpose expect keys of one
   * length, and keys of different lengths differ too (the length is part of the hash).
   */
  draw(purpose: string, ...key: readonly number[]): number {
    const { low, high } = this.#purposes.of(purpose);
    const message = messageOf(PURPOSE_WORDS + 2 * key.length + 1);
    message[0] = low;
    message[1] = high;
    let words = PURPOSE_WORDS;
    let isNarrow = true;
    for (const part of key) {
      const word = part | 0;
      isNarrow &&= word === part;
      message[words] = word;
      words += 1;
    }
    // Most parts fit one word. If any does not, all take two, and a byte behind them says so: no two keys are one message.
    if (!isNarrow) words = putWideParts(message, key);
    message[words] = lastWord(words * 4 + 1, isNarrow ? 0 : 1);
    halfSipHash(this.#key0, this.#key1, message, words + 1);
    return (((digest[1] ?? 0) >>> 5) * TWO_26 + ((digest[0] ?? 0) >>> 6)) / TWO_53;
  }

  /** For who draws for one purpose only. */
  of(purpose: string): DrawStream {
    return new DrawStream(this, purpose);
  }
}

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

/** Gives where they end. */
function putWideParts(message: Int32Array, key: readonly number[]): number {
  let words = PURPOSE_WORDS;
  for (const part of key) {
    message[words] = part | 0;
    message[words + 1] = Math.floor(part / TWO_32) | 0;
    words += 2;
  }
  return words;
}
