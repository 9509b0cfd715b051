import { instant } from './words.ts';

/** What is known of the numbers of one device. */
interface Numbers {
  /** Where the device was told to begin. */
  readonly first: number;
  /** It did begin there, or further on. */
  readonly isObeyed: boolean;
  isAccused: boolean;
}

/**
 * Numbers before the one at which a device begins were given before the run, by the same device: to its edge, a reading under one of
 * them is another's copy. A counter that wraps gives them again, long before it comes to the first number of the run.
 */
export class NumberWatch {
  readonly #firstNumberOf: (device: string) => number;
  readonly #devices = new Map<string, Numbers>();

  constructor(firstNumberOf: (device: string) => number) {
    this.#firstNumberOf = firstNumberOf;
  }

  /** The device gave this number: what is wrong with that; null: nothing, or it was said. */
  given(device: string, reading: number, at: number): string | null {
    const known = this.#devices.get(device);
    if (known === undefined) {
      const first = this.#firstNumberOf(device);
      this.#devices.set(device, { first, isObeyed: reading >= first, isAccused: false });
      return null;
    }
    const { first, isObeyed, isAccused } = known;
    if (reading >= first || !isObeyed || isAccused) return null;
    known.isAccused = true;
    return `has a number, at ${instant(at)}, that was given long ago: the numbers of its device begin at ${first} in this run, and those before it were used`;
  }
}
