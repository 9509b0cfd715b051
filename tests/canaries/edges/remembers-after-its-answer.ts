import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

const KEYS = 'keys/';

/** Stores the reading, answers, and only then writes its key to the table of keys: a crash in between has forgotten it. */
class RemembersAfterItsAnswer extends PlainEdge {
  constructor(env: EdgeEnv) {
    super(env);
    for (const name of env.disk.list(KEYS)) this.keys.set(name.slice(KEYS.length), 'committed');
  }

  protected override async take(message: Message): Promise<Reply> {
    const { clock, disk, log } = this.env;
    const reply = await super.take(message);
    if (reply === 'accepted') {
      clock.setTimeout(() => {
        disk.write(KEYS + this.keyOf(message), '');
        try {
          disk.sync();
        } catch (error) {
          log('warn', 'key_not_written', { error: String(error) });
        }
      }, 1);
    }
    return reply;
  }
}

export const remembersAfterItsAnswer: EdgeFactory = (env) => new RemembersAfterItsAnswer(env).listen();
