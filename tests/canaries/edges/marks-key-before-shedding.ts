import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/**
 * The idempotency middleware stands in front of the one that sheds load, and marks each key that passes. A first try
 * that was shed is a "duplicate" when it comes back.
 */
class MarksKeyBeforeShedding extends PlainEdge {
  protected override async answer(body: unknown): Promise<Reply> {
    const message = this.validate(body);
    if (message === null) return 'invalid';
    const key = this.keyOf(message);
    if (this.keys.has(key)) return 'duplicate';
    this.keys.set(key, 'committed');
    if (this.sheds()) return 'busy';
    this.store(message);
    return 'accepted';
  }
}

export const marksKeyBeforeShedding: EdgeFactory = (env) => new MarksKeyBeforeShedding(env).listen();
