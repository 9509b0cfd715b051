import type { Message } from '../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../ports/index.ts';
import { DurableEdge } from './durable-edge.ts';

const CACHED_MS = 30_000;

/**
 * What it has taken stays in memory for half a minute, by a timer for each reading, and on the disk for ever. Its hundred
 * shards each listen to a signal from the start, more than Node lets pass without a word.
 */
class CachingEdge extends DurableEdge {
  constructor(env: EdgeEnv) {
    super(env);
    for (let shard = 0; shard < 100; shard += 1) process.on('SIGUSR2', () => this.keys.clear());
  }

  protected override store(message: Message): void {
    super.store(message);
    const key = this.keyOf(message);
    setTimeout(() => {
      if (this.keys.get(key) === 'committed') this.keys.delete(key);
    }, CACHED_MS);
  }
}

export const cachingEdge: EdgeFactory = (env) => {
  process.setMaxListeners(0);
  const { handler, accepted } = new CachingEdge({ ...env, config: {} }).listen();
  return { handler, ...(accepted !== undefined && { accepted }) };
};
