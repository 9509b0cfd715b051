import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

const CONNECTIONS = 20;
const PATIENCE_MS = 1_000;

/** One connection in ten is not given back to the pool: in the end there is none, and each request waits a while for one. */
class RunsOutOfConnections extends PlainEdge {
  #free = CONNECTIONS;
  #lent = 0;

  protected override async take(message: Message): Promise<Reply> {
    if (this.#free === 0) {
      await this.env.clock.sleep(PATIENCE_MS);
      return 'busy';
    }
    this.#free -= 1;
    this.#lent += 1;
    const isForgotten = this.#lent % 10 === 0;
    const reply = await super.take(message);
    if (!isForgotten) this.#free += 1;
    return reply;
  }
}

export const runsOutOfConnections: EdgeFactory = (env) => new RunsOutOfConnections(env).listen();
