import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeUnderTest } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Keys that the collector of garbage may take when it likes: how much is forgotten depends on when it comes. */
class ForgetsWhatIsCollected extends PlainEdge {
  readonly #seen = new Map<string, WeakRef<Message>>();

  protected override async take(message: Message): Promise<Reply> {
    const key = this.keyOf(message);
    if (this.#seen.get(key)?.deref() !== undefined) return 'duplicate';
    this.#seen.set(key, new WeakRef(message));
    this.store(message);
    return 'accepted';
  }
}

export function createEdge(env: EdgeEnv): EdgeUnderTest {
  return new ForgetsWhatIsCollected(env).listen();
}
