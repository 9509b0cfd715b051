import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Whatever comes under a key that it has gets the answer that was given to the first, also where it is another reading. */
class ReplaysByItsKey extends PlainEdge {
  protected override async take(message: Message): Promise<Reply> {
    const reply = await super.take(message);
    return reply === 'duplicate' ? 'accepted' : reply;
  }
}

export const replaysByItsKey: EdgeFactory = (env) => new ReplaysByItsKey(env).listen();
