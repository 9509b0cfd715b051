import type { TakenSamples } from './schedule.ts';

interface Numbering {
  readonly first: number;
  readonly taken: readonly number[];
}

/**
 * The numbers that readings would have if every sample reached its device. Draws go by these, so that a reading keeps its
 * draws when others before it are left out.
 */
export class OriginalNumbers {
  readonly #of: ReadonlyMap<string, Numbering>;

  constructor(samples: readonly TakenSamples[], firstNumber: (device: string) => number) {
    this.#of = new Map(samples.map(({ device, taken }) => [device, { first: firstNumber(device), taken }]));
  }

  /** Of a reading that was not taken as a sample, such as one that a device makes up, it is the number that it has. */
  of(device: string, reading: number): number {
    const numbering = this.#of.get(device);
    if (numbering === undefined) return reading;
    const count = numbering.taken[reading - numbering.first];
    return count === undefined ? reading : numbering.first + count;
  }
}
