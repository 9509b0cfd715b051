import { OwnerStreams } from '../random/index.ts';
import type { KeyedRandom } from '../random/index.ts';
import { Link } from './link.ts';
import { SharedFades } from './shared-fades.ts';

/** The links of a fleet, each made when it is first asked for. */
export class Links {
  readonly #random: KeyedRandom;
  readonly #shared: SharedFades;
  /** By the place of the device in the fleet. */
  readonly #links: (Link | undefined)[] = [];

  constructor(random: KeyedRandom) {
    this.#random = random;
    this.#shared = new SharedFades(random);
  }

  of(device: string, deviceIndex: number): Link {
    // To read beyond the end of an array makes every later read of it slow.
    const known = deviceIndex < this.#links.length ? this.#links[deviceIndex] : undefined;
    if (known !== undefined) return known;
    const link = new Link(new OwnerStreams(this.#random, device), this.#shared);
    this.#links[deviceIndex] = link;
    return link;
  }
}
