import type { Births } from './births.ts';
import type { Carried } from './dialect.ts';

/** A device whose messages all have one id, though they carry several readings. */
export interface OneName {
  readonly device: string;
  readonly name: string;
  /** How many readings were seen under it, 3 or more. */
  readonly readings: number;
}

/** Two might be one that was measured twice the same. */
const READINGS_MIN = 3;

/** Watches the ids of one device until a second one shows that they tell readings apart. */
export class OneNameWatch {
  readonly #births: Births;
  #name: string | null = null;
  #isVaried = false;
  /** Times of readings that came under the one id beside its own. */
  readonly #others = new Set<string>();

  constructor(births: Births) {
    this.#births = births;
  }

  /** Before the reading of a message is looked for. How many came under the only id there is; null: too few, or there are several ids. */
  met({ reading, content }: Carried): number | null {
    if (this.#isVaried) return null;
    const name = String(reading);
    const isFirst = this.#name === null;
    this.#name ??= name;
    if (this.#name !== name) {
      this.#isVaried = true;
      this.#others.clear();
      return null;
    }
    const unseen = isFirst ? null : this.#births.unseenIn(content);
    if (unseen !== null) this.#others.add(unseen);
    const readings = 1 + this.#others.size;
    return readings < READINGS_MIN ? null : readings;
  }
}
