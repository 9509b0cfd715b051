import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory, EdgeUnderTest } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const ROWS = 'rows/';

/** Logs that a row could not be written, gives the row up, and answers 200 all the same. */
class SwallowsItsStore extends PlainEdge {
  readonly #written: Message[] = [];

  constructor(env: EdgeEnv) {
    super(env);
    for (const name of env.disk.list(ROWS)) this.keys.set(name.slice(ROWS.length), 'committed');
  }

  protected override store(message: Message): void {
    const { disk, log } = this.env;
    const name = ROWS + this.keyOf(message);
    disk.write(name, JSON.stringify(message));
    try {
      disk.sync();
      this.#written.push(message);
    } catch (error) {
      disk.remove(name);
      log('error', 'write_failed', { error: String(error) });
    }
  }

  /** The rows of this boot, as its owner would list them. */
  protected override accepted(): EdgeUnderTest['accepted'] {
    return () => this.#written;
  }
}

export const swallowsItsStore: EdgeFactory = (env) => new SwallowsItsStore(env).listen();
