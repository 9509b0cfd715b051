import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Meant as 300 s, like everybody's; the timer counts milliseconds. */
const TTL = 300;

/** Seconds taken for milliseconds: a key is forgotten before its copy can come. */
class ForgetsKeysTooSoon extends PlainEdge {
  protected override async take(message: Message): Promise<Reply> {
    const reply = await super.take(message);
    if (reply === 'accepted') {
      this.env.clock.setTimeout(() => this.keys.delete(this.keyOf(message)), TTL);
    }
    return reply;
  }
}

export const forgetsKeysTooSoon: EdgeFactory = (env) => new ForgetsKeysTooSoon(env).listen();
