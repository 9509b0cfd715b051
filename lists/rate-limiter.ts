import { Queue } from './queue.ts';

export interface RateLimit {
  readonly ratePerSecond: number;
  /** Tokens of a full bucket. */
  readonly burst: number;
}

/** Devices that can be watched at once. A bucket that is full again needs no memory. */
export const BUCKETS_MAX = 100_000;

/** Rounding must not refuse a device that keeps exactly its rate: a millionth of a millisecond is forgiven. */
const TOLERANCE_MS = 1e-6;

/**
 * A token bucket for each device. One number stands for a bucket: the instant at which it will be full again, as in
 * the generic cell rate algorithm (ITU-T I.371, "virtual scheduling"), which is the same rule without a tick.
 */
export class RateLimiter {
  /** By device; the instant (monotonic ms) at which its bucket is full. */
  readonly #fullAt = new Map<string, number>();
  /** The same devices, each once, in the order in which they are looked at for a full bucket. */
  #round = new Queue<string>();
  #settings: RateLimit | null;

  constructor(settings: RateLimit | null) {
    this.#settings = settings;
  }

  /** Buckets keep what they lack, as time; with null all are forgotten. */
  reconfigure(settings: RateLimit | null): void {
    this.#settings = settings;
    if (settings !== null) return;
    this.#fullAt.clear();
    this.#round = new Queue();
  }

  /**
   * Takes a token. 0 when there was one, else the milliseconds until there is. When too many devices are watched
   * already, an unknown one is refused: to forget a known one would let it exceed its rate.
   */
  take(device: string, nowMs: number): number {
    if (this.#settings === null) return 0;
    const perTokenMs = 1000 / this.#settings.ratePerSecond;
    // Two for one that may come: more leave than arrive, at a constant cost.
    this.#forgetIfFull(nowMs);
    this.#forgetIfFull(nowMs);
    const known = this.#fullAt.get(device);
    if (known === undefined && this.#fullAt.size >= BUCKETS_MAX) return perTokenMs;
    const fullAt = Math.max(known ?? nowMs, nowMs);
    // A bucket of `burst` tokens lacks (fullAt − now) / perToken of them; one must be left.
    const waitMs = fullAt - nowMs - (this.#settings.burst - 1) * perTokenMs;
    if (waitMs > TOLERANCE_MS) return waitMs;
    this.#fullAt.set(device, fullAt + perTokenMs);
    if (known === undefined) this.#round.push(device);
    return 0;
  }

  /** Buckets that are not known to be full. */
  size(): number {
    return this.#fullAt.size;
  }

  /** Looks at one bucket; one that is not full goes to the back of the round. */
  #forgetIfFull(nowMs: number): void {
    const device = this.#round.take();
    if (device === undefined) return;
    if ((this.#fullAt.get(device) ?? nowMs) <= nowMs) this.#fullAt.delete(device);
    else this.#round.push(device);
  }
}
