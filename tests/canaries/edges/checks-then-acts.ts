import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** SELECT, then INSERT, with time in between: two copies both find nothing, and both are stored. */
class ChecksThenActs extends PlainEdge {
  protected override async take(message: Message): Promise<Reply> {
    const key = this.keyOf(message);
    if (this.keys.has(key)) return 'duplicate';
    await this.pause('before-commit');
    this.store(message);
    this.keys.set(key, 'committed');
    await this.pause('after-commit');
    return 'accepted';
  }
}

export const checksThenActs: EdgeFactory = (env) => new ChecksThenActs(env).listen();
