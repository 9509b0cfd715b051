import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** "It was accepted, if not this time": the dashboard shows no duplicate, and its sums still add up. */
class CountsDuplicatesAsAccepted extends PlainEdge {
  protected override count(reply: Reply): void {
    super.count(reply === 'duplicate' ? 'accepted' : reply);
  }
}

export const countsDuplicatesAsAccepted: EdgeFactory = (env) => new CountsDuplicatesAsAccepted(env).listen();
