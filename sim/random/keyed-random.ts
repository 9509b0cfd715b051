import seedrandom from 'seedrandom';
import { HalfSipHash } from './half-siphash.ts';

const TWO_32 = 2 ** 32;
/** 27 high bits and 26 low bits make the 53 that a double holds. */
const LOW_BITS = 26;
const TWO_26 = 2 ** LOW_BITS;
const TWO_53 = 2 ** 53;

/**
 * Draws for one purpose and owner. A draw is a function of its key alone: taking it twice gives the same number, and
 * no other draw moves it.
 */
export class DrawStream {
  readonly #hash: HalfSipHash;

  constructor(key0: number, key1: number) {
    this.#hash = new HalfSipHash(key0, key1);
  }

  /**
   * Uniform on [0, 1), 53 bits. Key parts are whole numbers from −2^53 to 2^53; streams expect keys of one length,
   * and keys of different lengths differ too (the length is part of the hash).
   */
  draw(...key: readonly number[]): number {
    const hash = this.#hash;
    hash.start();
    for (const part of key) {
      hash.word(part | 0);
      hash.word(Math.floor(part / TWO_32) | 0);
    }
    hash.finish(key.length * 8);
    return ((hash.high >>> 5) * TWO_26 + (hash.low >>> 6)) / TWO_53;
  }
}

/**
 * The chance of one world. seedrandom turns (seed, purpose, owner) into the key of a stream; the stream turns the
 * rest of the key into a number. Streams are made once and kept.
 */
export class KeyedRandom {
  readonly #seed: string;
  readonly #streams = new Map<string, Map<string, DrawStream>>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** `owner`: whose draws they are, e.g. a device id. */
  stream(purpose: string, owner: string): DrawStream {
    let byOwner = this.#streams.get(purpose);
    if (byOwner === undefined) {
      byOwner = new Map();
      this.#streams.set(purpose, byOwner);
    }
    let stream = byOwner.get(owner);
    if (stream === undefined) {
      // JSON keeps ("a", "bc") and ("ab", "c") apart, whatever the parts hold.
      const generator = seedrandom(JSON.stringify([this.#seed, purpose, owner]));
      stream = new DrawStream(generator.int32(), generator.int32());
      byOwner.set(owner, stream);
    }
    return stream;
  }
}
