import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Writes a batch in two halves, and does not look at what became of the second. */
class StoresHalfOfABatch extends PlainEdge {
  protected override async answerAll(items: readonly unknown[], id: string): Promise<readonly Reply[]> {
    const half = Math.ceil(items.length / 2);
    const first = await super.answerAll(items.slice(0, half), id);
    return items.map((_item, index) => first[index] ?? 'accepted');
  }
}

export const storesHalfOfABatch: EdgeFactory = (env) => new StoresHalfOfABatch(env).listen();
