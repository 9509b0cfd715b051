import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** The key is claimed before the edge looks whether it has time, and nobody lets go of the claim when it has none. */
class LeavesItsClaimBehind extends PlainEdge {
  protected override async answer(body: unknown): Promise<Reply> {
    const message = this.validate(body);
    if (message === null) return 'invalid';
    const key = this.keyOf(message);
    if (!this.keys.has(key) && this.sheds()) {
      this.keys.set(key, 'claimed');
      return 'busy';
    }
    return this.take(message);
  }
}

export const leavesItsClaimBehind: EdgeFactory = (env) => {
  const { accepted: _, ...edge } = new LeavesItsClaimBehind(env).listen();
  return edge;
};
