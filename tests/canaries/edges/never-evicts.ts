import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../sim/host/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Keys that the dedupe cache is documented to hold. */
const KEYS_MAX = 500;

/** Makes room by deleting the oldest sequence id, but the Map's keys are device and sequence id: it deletes nothing. */
class NeverEvicts extends PlainEdge {
  readonly #order: Message[] = [];

  protected override async take(message: Message): Promise<Reply> {
    this.#order.push(message);
    if (this.keys.size >= KEYS_MAX) this.keys.delete(String(this.#order.shift()?.sequence_id));
    return super.take(message);
  }

  protected override metrics(): Readonly<Record<string, number>> {
    return { ...super.metrics(), idempotency_entries_max: KEYS_MAX };
  }
}

export const neverEvicts: EdgeFactory = (env) => new NeverEvicts(env).listen();
