import { instantMs } from '../../../protocol/index.ts';
import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** No retry comes so late. */
const STALE_MS = 300_000;

/** What is much older than the newest of its device was seen before, it believes: clocks go on, and never back. */
class IgnoresTheStale extends PlainEdge {
  readonly #newestMs = new Map<string, number>();

  protected override async take(message: Message): Promise<Reply> {
    const atMs = instantMs(message.timestamp);
    const newestMs = Math.max(atMs, this.#newestMs.get(message.device_id) ?? atMs);
    this.#newestMs.set(message.device_id, newestMs);
    return newestMs - atMs > STALE_MS ? 'duplicate' : super.take(message);
  }
}

export const ignoresTheStale: EdgeFactory = (env) => new IgnoresTheStale(env).listen();
