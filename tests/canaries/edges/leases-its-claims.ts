import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** No request takes so long, unless the process stands still meanwhile. */
const LEASE_MS = 15_000;

/** Who comes after the lease is over takes the claim for abandoned. Who had it goes on all the same. */
class LeasesItsClaims extends PlainEdge {
  readonly #claimedAtMs = new Map<string, number>();

  protected override async take(message: Message): Promise<Reply> {
    const key = this.keyOf(message);
    const nowMs = this.env.clock.monotonic();
    const isOver = nowMs - (this.#claimedAtMs.get(key) ?? nowMs) > LEASE_MS;
    if (isOver && this.keys.get(key) === 'claimed') this.keys.delete(key);
    if (!this.keys.has(key)) this.#claimedAtMs.set(key, nowMs);
    return super.take(message);
  }
}

export const leasesItsClaims: EdgeFactory = (env) => new LeasesItsClaims(env).listen();
