import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** "At least once is the device's problem": every request is a new row. */
class NoDedupe extends PlainEdge {
  protected override async take(message: Message): Promise<Reply> {
    await this.pause('before-commit');
    this.store(message);
    await this.pause('after-commit');
    return 'accepted';
  }
}

export const noDedupe: EdgeFactory = (env) => new NoDedupe(env).listen();
