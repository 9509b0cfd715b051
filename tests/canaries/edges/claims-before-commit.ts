import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** A key that was claimed counts as stored: whoever retries while the store is slow is told 409, and forgets it. */
class ClaimsBeforeCommit extends PlainEdge {
  protected override async take(message: Message): Promise<Reply> {
    const key = this.keyOf(message);
    if (this.keys.has(key)) return 'duplicate';
    this.keys.set(key, 'claimed');
    await this.pause('before-commit');
    this.store(message);
    this.keys.set(key, 'committed');
    await this.pause('after-commit');
    return 'accepted';
  }
}

export const claimsBeforeCommit: EdgeFactory = (env) => new ClaimsBeforeCommit(env).listen();
