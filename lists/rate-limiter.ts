import { Queue } from './queue.ts';

export interface RateLimit {
  readonly ratePerSecond: number;
  /** Tokens of a full bucket. */
  readonly burst: number;
}

export interface RateLimits {
  /** Of each device; null: none has a limit of its own. */
  readonly ratePerSecond: number | null;
  readonly burst: number;
  /** Of all devices together; null: there is none. */
  readonly total: RateLimit | null;
}

/** Devices that can be watched at once. A bucket that is full again needs no memory. */
export const BUCKETS_MAX = 100_000;

/** Rounding must not refuse a device that keeps exactly its rate: a millionth of a millisecond is forgiven. */
const TOLERANCE_MS = 1e-6;

/** How long until there is a token in a bucket that will be full at `fullAt`, in ms; 0 when there is one. */
function waitOf({ ratePerSecond, burst }: RateLimit, fullAt: number, nowMs: number): number {
  // A bucket of `burst` tokens lacks (fullAt − now) / perToken of them; one must be left.
  const waitMs = fullAt - nowMs - (burst - 1) * (1000 / ratePerSecond);
  return waitMs > TOLERANCE_MS ? waitMs : 0;
}

/**
 * A token bucket for each device, and one for all of them. One number stands for a bucket: the instant at which it will be
 * full again, as in the generic cell rate algorithm (ITU-T I.371, "virtual scheduling"), which is the same rule without a
 * tick.
 */
export class RateLimiter {
  /** By device; the instant (monotonic ms) at which its bucket is full. */
  readonly #fullAt = new Map<string, number>();
  /** The same devices, each once, in the order in which they are looked at for a full bucket. */
  #round = new Queue<string>();
  /** Of the bucket of all. */
  #allFullAt = 0;
  #settings: RateLimits | null;

  constructor(settings: RateLimits | null) {
    this.#settings = settings;
  }

  /** Buckets keep what they lack, as time; those of a limit that is no more are forgotten. */
  reconfigure(settings: RateLimits | null): void {
    this.#settings = settings;
    if ((settings?.total ?? null) === null) this.#allFullAt = 0;
    if ((settings?.ratePerSecond ?? null) !== null) return;
    this.#fullAt.clear();
    this.#round = new Queue();
  }

  /**
   * Takes a token of the device and one of all, or none at all. 0 when there were both, else the milliseconds until there
   * are. When too many devices are watched already, an unknown one is refused: to forget a known one would let it exceed its
   * rate.
   *
   * @param device undefined: nobody knows which, so it has no bucket of its own
   */
  take(device: string | undefined, nowMs: number): number {
    if (this.#settings === null) return 0;
    const { ratePerSecond, burst, total } = this.#settings;
    const own = device === undefined || ratePerSecond === null ? null : { ratePerSecond, burst };
    const ownMs = own === null || device === undefined ? 0 : this.#waitOfDevice(own, device, nowMs);
    const allMs = total === null ? 0 : waitOf(total, Math.max(this.#allFullAt, nowMs), nowMs);
    const waitMs = Math.max(ownMs, allMs);
    if (waitMs > 0) return waitMs;
    if (total !== null) this.#allFullAt = Math.max(this.#allFullAt, nowMs) + 1000 / total.ratePerSecond;
    if (own !== null && device !== undefined) this.#spend(own, device, nowMs);
    return 0;
  }

  /** Buckets of devices that are not known to be full. */
  size(): number {
    return this.#fullAt.size;
  }

  #waitOfDevice(limit: RateLimit, device: string, nowMs: number): number {
    // Two for one that may come: more leave than arrive, at a constant cost.
    this.#forgetIfFull(nowMs);
    this.#forgetIfFull(nowMs);
    const known = this.#fullAt.get(device);
    if (known === undefined && this.#fullAt.size >= BUCKETS_MAX) return 1000 / limit.ratePerSecond;
    return waitOf(limit, Math.max(known ?? nowMs, nowMs), nowMs);
  }

  #spend({ ratePerSecond }: RateLimit, device: string, nowMs: number): void {
    const known = this.#fullAt.get(device);
    this.#fullAt.set(device, Math.max(known ?? nowMs, nowMs) + 1000 / ratePerSecond);
    if (known === undefined) this.#round.push(device);
  }

  /** Looks at one bucket; one that is not full goes to the back of the round. */
  #forgetIfFull(nowMs: number): void {
    const device = this.#round.take();
    if (device === undefined) return;
    if ((this.#fullAt.get(device) ?? nowMs) <= nowMs) this.#fullAt.delete(device);
    else this.#round.push(device);
  }
}
