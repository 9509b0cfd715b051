import { usFromMs } from '../kernel/index.ts';
import { Connection } from '../net/index.ts';

/** So long Node's fetch keeps a connection that nobody uses, where the edge does not say how long it does. */
const KEPT_US = usFromMs(4_000);

/**
 * What a `fetch` keeps of connections, as that of Node does: a request takes one that is idle, or else a new one, and one
 * that ended otherwise than by a whole answer is closed.
 */
export class KeptConnections {
  readonly #idle: Connection[] = [];

  take(nowUs: number): Connection {
    const last = this.#idle.pop();
    if (last?.idleSinceUs !== undefined && last.idleSinceUs !== null && nowUs - last.idleSinceUs < KEPT_US)
      return last;
    // Those below were used before it.
    this.#idle.length = 0;
    return new Connection();
  }

  give(connection: Connection): void {
    this.#idle.push(connection);
  }
}
