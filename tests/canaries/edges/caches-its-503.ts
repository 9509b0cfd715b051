import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** An idempotency cache that replays whatever came of a key, and takes "not now" for the last word on it. */
class CachesIts503 extends PlainEdge {
  readonly #replies = new Map<string, Reply>();

  protected override async answer(body: unknown): Promise<Reply> {
    const message = this.validate(body);
    if (message === null) return 'invalid';
    const key = this.keyOf(message);
    const known = this.#replies.get(key);
    if (known !== undefined) return known === 'accepted' ? 'duplicate' : known;
    const reply = await super.answer(body);
    this.#replies.set(key, reply);
    return reply;
  }
}

export const cachesIts503: EdgeFactory = (env) => {
  const { accepted: _, ...edge } = new CachesIts503(env).listen();
  return edge;
};
