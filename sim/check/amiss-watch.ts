import { counted, instant } from './words.ts';

/** A request that did not end as requests do. */
interface Amiss {
  readonly at: number;
  readonly device: string;
  readonly reading: number | null;
  /** How, in words. */
  readonly how: string;
}

/** What is to be said of a request that an edge has and will never end. */
interface Stuck {
  readonly kind: 'edge-place-not-given-back' | 'edge-never-answers';
  readonly message: string;
}

/**
 * Tells of a request that an edge has and will never end why that may be: in this life of the edge others have ended amiss,
 * their clients gone or refused, and what was given back only where all goes well was not given back. Where none has, the
 * request waits for itself, or for what nobody settles.
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

  /** Null: an edge that never took anything may answer nobody, and then it was started in a wrong way. */
  stuck(): Stuck | null {
    if (this.#taken === 0) return null;
    const waits = 'a request that it neither ends nor has anything to wait for';
    if (this.#last === null) {
      const taken = counted(this.#taken, 'other', 'others');
      return {
        kind: 'edge-never-answers',
        message: `${waits}, as who waits for a lock that he holds himself, or for a promise that nobody settles; it had taken ${taken}, and none had ended amiss`,
      };
    }
    const { at, device, reading, how } = this.#last;
    const which = reading === null ? '' : ` reading ${reading} of`;
    const before = `${counted(this.#count, 'request', 'requests')} had ended amiss before, the last of them for${which} ${device} at ${instant(at)} (${how})`;
    return {
      kind: 'edge-place-not-given-back',
      message: `${waits}, as who waits for a place, a lock or a connection that was not given back; ${before}`,
    };
  }
}
