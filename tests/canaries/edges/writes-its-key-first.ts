import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const KEYS = 'keys/';
const ROWS = 'rows/';

/** A key and its row are two transactions: who is cut off between them knows a reading that it does not have. */
class WritesItsKeyFirst extends PlainEdge {
  constructor(env: EdgeEnv) {
    super(env);
    for (const name of env.disk.list(KEYS)) this.keys.set(name.slice(KEYS.length), 'committed');
  }

  protected override store(message: Message): void {
    const { disk } = this.env;
    const key = this.keyOf(message);
    disk.write(KEYS + key, '');
    disk.sync();
    disk.write(ROWS + key, JSON.stringify(message));
    disk.sync();
    super.store(message);
  }
}

export const writesItsKeyFirst: EdgeFactory = (env) => new WritesItsKeyFirst(env).listen();
