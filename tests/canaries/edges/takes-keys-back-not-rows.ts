import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

const TAKEN = 'taken/';

/**
 * Has the sender send a list again where one of it could not be written, and forgets the keys of all of it: the rows that were
 * written stay.
 */
class TakesKeysBackNotRows extends PlainEdge {
  constructor(env: EdgeEnv) {
    super(env);
    for (const name of env.disk.list(TAKEN)) this.keys.set(name.slice(TAKEN.length), 'committed');
  }

  protected override async answerAll(items: readonly unknown[], id: string): Promise<readonly Reply[]> {
    const replies = await super.answerAll(items, id);
    if (!replies.includes('busy')) return replies;
    for (const item of items) {
      const message = this.validate(item);
      if (message !== null) this.keys.delete(this.keyOf(message));
    }
    return replies.map((reply) => (reply === 'invalid' ? reply : 'busy'));
  }

  protected override async take(message: Message): Promise<Reply> {
    try {
      return await super.take(message);
    } catch {
      this.keys.delete(this.keyOf(message));
      return 'busy';
    }
  }

  protected override store(message: Message): void {
    const { disk } = this.env;
    disk.write(`${TAKEN}${this.keyOf(message)}`, '');
    disk.sync();
    super.store(message);
  }
}

export const takesKeysBackNotRows: EdgeFactory = (env) => new TakesKeysBackNotRows(env).listen();
