import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

const CLAIM = 'claims/';

/** Claims are rows of a table, and nobody asks whose: what a crash cuts off is "being stored" for ever. */
class ClaimsOutliveTheirOwner extends PlainEdge {
  constructor(env: EdgeEnv) {
    super(env);
    for (const name of env.disk.list(CLAIM)) this.keys.set(name.slice(CLAIM.length), 'claimed');
  }

  protected override async take(message: Message): Promise<Reply> {
    const { disk } = this.env;
    const key = this.keyOf(message);
    if (this.keys.has(key)) return super.take(message);
    disk.write(CLAIM + key, '');
    disk.sync();
    const reply = await super.take(message);
    disk.remove(CLAIM + key);
    disk.sync();
    return reply;
  }
}

export const claimsOutliveTheirOwner: EdgeFactory = (env) => new ClaimsOutliveTheirOwner(env).listen();
