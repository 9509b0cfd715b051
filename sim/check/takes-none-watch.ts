import type { Violation } from './invariant.ts';
import { counted, instant, span } from './words.ts';

/** Over so long, and so many requests: the longest that a limit of a rate may keep all out, or an edge be about something else. */
const NOTHING_FOR_US = 60_000_000;
const REFUSALS_MIN = 20;

interface Refusal {
  readonly at: number;
  readonly device: string;
  readonly reading: number;
}

/**
 * Sees an edge that takes nothing any more, from anybody, while nothing is wrong. That it works on other requests is no excuse, for
 * these end as badly; nor is a Retry-After, but for the first: until then it may be closed.
 */
export class TakesNoneWatch {
  #refusals = 0;
  /** When it refused the first of these. */
  #since = 0;
  /** What the first of those whom it refused was told. */
  #closedUntil: number | null = null;
  #found: Violation | null = null;

  /** It took something, was started, or something is wrong. */
  beginsAnew(): void {
    this.#refusals = 0;
    this.#closedUntil = null;
  }

  /** An answer told somebody to come back then, in µs. */
  closedUntil(at: number): void {
    if (this.#refusals === 0 || this.#closedUntil !== null) return;
    this.#closedUntil = at;
    this.#refusals = 0;
  }

  refused({ at, device, reading }: Refusal, how: string): void {
    if (this.#found !== null || at < (this.#closedUntil ?? 0)) return;
    if (this.#refusals === 0) this.#since = at;
    this.#refusals += 1;
    const lasts = at - this.#since;
    if (lasts < NOTHING_FOR_US || this.#refusals < REFUSALS_MIN) return;
    const all = `all of ${counted(this.#refusals, 'request', 'requests')} in ${span(lasts / 1_000)}`;
    const message = `refused at ${instant(at)} (${how}), as ${all} were while nothing was wrong: the edge takes nothing any more`;
    this.#found = { at, device, reading, kind: 'takes-none', message };
  }

  /** Call in the end. */
  *violations(): Generator<Violation> {
    if (this.#found !== null) yield this.#found;
  }
}
