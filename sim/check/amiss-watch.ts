import { counted, instant } from './words.ts';

/** A request that did not end as requests do. */
interface Amiss {
  readonly at: number;
  readonly device: string;
  readonly reading: number | null;
  /** How, in words. */
  readonly how: string;
}

/**
 * Tells of a request that an edge has and will never end why that may be: in this life of the edge others have ended amiss,
 * their clients gone or refused, and what was given back only where all goes well was not given back.
 */
export class AmissWatch {
  #count = 0;
  #last: Amiss | null = null;
  #taken = 0;

  /** All that was held is gone with its process. */
  restarted(): void {
    this.#count = 0;
    this.#last = null;
    this.#taken = 0;
  }

  took(): void {
    this.#taken += 1;
  }

  ended(amiss: Amiss): void {
    this.#count += 1;
    this.#last = amiss;
  }

  /** Null: nothing that was seen explains it; an edge that never took anything may answer nobody. */
  stuck(): string | null {
    if (this.#last === null || this.#taken === 0) return null;
    const { at, device, reading, how } = this.#last;
    const which = reading === null ? '' : ` reading ${reading} of`;
    const before = `${counted(this.#count, 'request', 'requests')} had ended amiss before, the last of them for${which} ${device} at ${instant(at)} (${how})`;
    return `a request that it neither ends nor has anything to wait for, as who waits for a place, a lock or a connection that was not given back; ${before}`;
  }
}
