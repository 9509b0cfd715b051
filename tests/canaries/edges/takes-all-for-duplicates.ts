import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** The look-up of a key answers with a row in any case, and nobody looks whether there is anything in it. */
class TakesAllForDuplicates extends PlainEdge {
  protected override take(): Promise<Reply> {
    return Promise.resolve('duplicate');
  }
}

export const takesAllForDuplicates: EdgeFactory = (env) => {
  const { accepted: _, ...edge } = new TakesAllForDuplicates(env).listen();
  return edge;
};
