import { RELEASED_MS } from '../program/release.ts';

const RELEASED = new Date(RELEASED_MS).toISOString();
/** From here on there is no timestamp that a message may have. */
const FAR_AHEAD = '2100-01-01T00:00:00.000Z';

/** A clock that is set right goes back by less. */
const BEHIND_MS = 60_000;

/** Of the wall clock, as a reading shows it. `wrong`: no time at which this program can run. */
export type ClockVerdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly reason: 'before_release' | 'far_ahead' }
  | { readonly kind: 'behind'; readonly byMs: number };

const RIGHT: ClockVerdict = { kind: 'right' };
const BEFORE: ClockVerdict = { kind: 'wrong', reason: 'before_release' };
const AHEAD: ClockVerdict = { kind: 'wrong', reason: 'far_ahead' };

/** Looks at the timestamps of readings, which a sensor takes from the wall clock. Timestamps of one form sort as text. */
export class ClockWatch {
  /** The latest time that could be believed; '' before the first. */
  #last = '';

  look(timestamp: string): ClockVerdict {
    if (timestamp < RELEASED) return BEFORE;
    if (timestamp >= FAR_AHEAD) return AHEAD;
    if (timestamp >= this.#last) {
      this.#last = timestamp;
      return RIGHT;
    }
    const byMs = Date.parse(this.#last) - Date.parse(timestamp);
    if (byMs < BEHIND_MS) return RIGHT;
    return { kind: 'behind', byMs };
  }
}
