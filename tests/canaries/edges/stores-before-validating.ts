import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** "Keep the raw row, one never knows": it goes into the table first and is validated for the answer only. */
class StoresBeforeValidating extends PlainEdge {
  protected override async answer(body: unknown): Promise<Reply> {
    if (this.sheds()) return 'busy';
    // The cast is the mistake: nobody has looked at the body yet.
    const row = body as Message;
    const known = this.keys.has(this.keyOf(row));
    if (!known) {
      this.keys.set(this.keyOf(row), 'committed');
      this.store(row);
    }
    if (this.validate(body) === null) return 'invalid';
    return known ? 'duplicate' : 'accepted';
  }
}

export const storesBeforeValidating: EdgeFactory = (env) => new StoresBeforeValidating(env).listen();
