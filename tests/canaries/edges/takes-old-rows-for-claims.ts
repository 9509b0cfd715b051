import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const TAKEN = 'taken/';
const COMMITTED = 'committed';

/** A next version whose rows have a state: those of the version before have none, and so are not committed. */
class TakesOldRowsForClaims extends PlainEdge {
  constructor(env: EdgeEnv) {
    super(env);
    for (const name of env.disk.list(TAKEN)) {
      const isCommitted = env.disk.read(name) === COMMITTED;
      this.keys.set(name.slice(TAKEN.length), isCommitted ? 'committed' : 'claimed');
    }
  }

  protected override store(message: Message): void {
    this.env.disk.write(`${TAKEN}${this.keyOf(message)}`, COMMITTED);
    this.env.disk.sync();
    super.store(message);
  }

  protected override sweep(): void {
    // It remembers for ever.
  }
}

export const takesOldRowsForClaims: EdgeFactory = (env) => new TakesOldRowsForClaims(env).listen();
