import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const TAKEN = 'v2/taken/';

/** A next version with a table of its own, into which nobody has moved what stands in the one before. */
class KeepsItsKeysElsewhere extends PlainEdge {
  constructor(env: EdgeEnv) {
    super(env);
    for (const name of env.disk.list(TAKEN)) this.keys.set(name.slice(TAKEN.length), 'committed');
  }

  protected override store(message: Message): void {
    this.env.disk.write(`${TAKEN}${this.keyOf(message)}`, '');
    this.env.disk.sync();
    super.store(message);
  }

  protected override sweep(): void {
    // It remembers for ever.
  }
}

export const keepsItsKeysElsewhere: EdgeFactory = (env) => new KeepsItsKeysElsewhere(env).listen();
