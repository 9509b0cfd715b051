import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Looks after each request by a ticker of its own, and stops none of them. */
class ForgetsItsTickers extends PlainEdge {
  protected override take(message: Message): Promise<Reply> {
    const beganMs = this.env.clock.monotonic();
    setInterval(() => {
      if (this.env.clock.monotonic() - beganMs > 1e9) this.env.log('warn', 'slow', {});
    }, 10_000);
    return super.take(message);
  }
}

export const forgetsItsTickers: EdgeFactory = (env) => new ForgetsItsTickers(env).listen();
