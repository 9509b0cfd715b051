import type { EdgeFactory } from '../../../ports/index.ts';
import { DurableEdge } from '../../right-subjects/durable-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Goes through a list with `forEach` and an async function: nobody waits for it, and nobody hears what failed. */
class StoresAListBehindItsAnswer extends DurableEdge {
  protected override async answerAll(items: readonly unknown[]): Promise<readonly Reply[]> {
    items.forEach((item) => void this.answer(item));
    return items.map((item) => (this.validate(item) === null ? 'invalid' : 'accepted'));
  }
}

export const storesAListBehindItsAnswer: EdgeFactory = (env) => {
  const { handler, accepted } = new StoresAListBehindItsAnswer({ ...env, config: {} }).listen();
  return { handler, ...(accepted !== undefined && { accepted }) };
};
