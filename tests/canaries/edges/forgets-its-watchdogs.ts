import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

const LIMIT_MS = 30_000;

/** Each request runs a race against half a minute. What comes in second goes on running. */
class ForgetsItsWatchdogs extends PlainEdge {
  protected override take(message: Message): Promise<Reply> {
    const tooLate = this.env.clock.sleep(LIMIT_MS).then((): Reply => 'busy');
    return Promise.race([super.take(message), tooLate]);
  }
}

export const forgetsItsWatchdogs: EdgeFactory = (env) => new ForgetsItsWatchdogs(env).listen();
