import seedrandom from 'seedrandom';
import { OwnerStreams } from './owner-streams.ts';
import type { DrawStream, WorldKey } from './owner-streams.ts';
import { Purposes } from './purposes.ts';

/**
 * The chance of one world. seedrandom turns the seed into the key of the world, once; HalfSipHash turns that key and an
 * owner into the key of the owner, and this with a purpose and the rest of the key into a number (`owner-streams.ts`).
 * Nothing is kept for a draw, nor for a purpose of an owner.
 */
export class KeyedRandom implements WorldKey {
  /** The key of the world: two 32-bit words. */
  readonly key0: number;
  readonly key1: number;
  readonly #purposes = new Map<string, Purposes>();

  constructor(seed: string) {
    const generator = seedrandom(seedText(seed));
    this.key0 = generator.int32();
    this.key1 = generator.int32();
  }

  /** `owner`: whose draws they are, e.g. a device id. Who draws often keeps the stream, or an `OwnerStreams`. */
  stream(purpose: string, owner: string): DrawStream {
    return new OwnerStreams(this, owner).of(purpose);
  }

  /** For `OwnerStreams`: the purposes that have this prefix. */
  purposes(prefix: string): Purposes {
    let purposes = this.#purposes.get(prefix);
    if (purposes === undefined) {
      purposes = new Purposes(prefix);
      this.#purposes.set(prefix, purposes);
    }
    return purposes;
  }
}

/**
 * A text that seedrandom tells from that of each other seed. It repeats its input, so that "a" and "aa" were one seed:
 * JSON ends the text. It takes the low byte of each code unit, so that "a" and "š" were one: UTF-8 has bytes only.
 */
function seedText(seed: string): string {
  return Buffer.from(JSON.stringify([seed]), 'utf8').toString('latin1');
}
