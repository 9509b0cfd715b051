import { NameTable } from '../kernel/index.ts';
import { digest } from './half-siphash.ts';
import { digestText } from './text-digest.ts';

/** A fixed key, that of the reference vectors: a purpose is the same number under each seed and on each machine. */
const KEY_0 = 0x03020100;
const KEY_1 = 0x07060504;

/** What stands for a purpose in the key of a draw: two 32-bit words. */
export interface Purpose {
  readonly low: number;
  readonly high: number;
}

/** The purposes of one prefix. Each is hashed once, with its prefix in front; a draw only looks it up. */
export class Purposes {
  readonly #prefix: string;
  readonly #known = new NameTable<Purpose>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  of(name: string): Purpose {
    return this.#known.get(name) ?? this.#learn(name);
  }

  #learn(name: string): Purpose {
    digestText(KEY_0, KEY_1, this.#prefix + name);
    const [low = 0, high = 0] = digest;
    const purpose = { low, high };
    this.#known.set(name, purpose);
    return purpose;
  }
}
