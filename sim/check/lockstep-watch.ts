import { LOOKS_EVERY_MS } from './pause.ts';
import { span } from './words.ts';

/** With fewer delays, equal ones could be chance. */
const DELAYS_MIN = 30;
/** Timers count whole milliseconds: delays closer than that are the same. */
const SAME_WITHIN_MS = 1;
/** Where one of so many is up to a second too late, what makes the others equal is a queue that is looked through each second. */
const OF_WHICH_LATE = 4;

/**
 * Sees a fleet in lockstep: the policy spreads the first retry over a range, yet all of them wait the same time, so
 * that after an outage all come back at once.
 */
export class LockstepWatch {
  readonly #bounds: { readonly min: number; readonly max: number };
  #count = 0;
  #late = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = Number.NEGATIVE_INFINITY;

  constructor(bounds: { readonly min: number; readonly max: number }) {
    this.#bounds = bounds;
  }

  /**
   * A first retry's delay. Where Retry-After decided it, equal delays are obedience; where it is longer than the policy
   * waits, a queue decided it; where it is shorter, each is named for itself.
   */
  add(delayMs: number, askedMs: number): void {
    const { min, max } = this.#bounds;
    if (askedMs > min || delayMs < min - SAME_WITHIN_MS) return;
    if (delayMs > max + SAME_WITHIN_MS) {
      if (delayMs <= max + LOOKS_EVERY_MS) this.#late += 1;
      return;
    }
    this.#count += 1;
    this.#least = Math.min(this.#least, delayMs);
    this.#most = Math.max(this.#most, delayMs);
  }

  /** What is wrong; null when nothing is, or too little was seen to tell. */
  verdict(policy: string): string | null {
    const promised = this.#bounds.max - this.#bounds.min;
    if (promised <= SAME_WITHIN_MS || this.#count < DELAYS_MIN) return null;
    if (this.#most - this.#least >= SAME_WITHIN_MS || this.#late * OF_WHICH_LATE > this.#count) return null;
    const range = `${span(this.#bounds.min)} to ${span(this.#bounds.max)}`;
    return `no jitter: all ${this.#count} first retries waited ${span(this.#least)}; ${policy} spreads them over ${range}`;
  }
}
