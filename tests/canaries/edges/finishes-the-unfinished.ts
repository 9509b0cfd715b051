import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const BEGUN = 'begun/';
const TAKEN = 'taken/';

/** A file for each reading, renamed when it is whole. What was under way when the power went it brings to its end without a look. */
class FinishesTheUnfinished extends PlainEdge {
  constructor(env: EdgeEnv) {
    super(env);
    const { disk } = env;
    for (const name of disk.list(BEGUN)) disk.rename(name, TAKEN + name.slice(BEGUN.length));
    for (const name of disk.list(TAKEN)) this.keys.set(name.slice(TAKEN.length), 'committed');
  }

  protected override store(message: Message): void {
    const { disk } = this.env;
    const key = this.keyOf(message);
    disk.write(BEGUN + key, JSON.stringify(message));
    disk.syncFile(BEGUN + key);
    disk.rename(BEGUN + key, TAKEN + key);
    disk.sync();
    super.store(message);
  }
}

export const finishesTheUnfinished: EdgeFactory = (env) => new FinishesTheUnfinished(env).listen();
