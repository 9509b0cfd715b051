import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Remembers batches by their ids, not readings: what was lost of one comes again in another. */
class TellsBatchesApart extends PlainEdge {
  #batch = '';

  protected override async answerAll(items: readonly unknown[], id: string): Promise<readonly Reply[]> {
    this.#batch = `${id}/`;
    const replies = super.answerAll(items, id);
    this.#batch = '';
    return replies;
  }

  protected override keyOf(message: Message): string {
    return this.#batch + super.keyOf(message);
  }
}

export const tellsBatchesApart: EdgeFactory = (env) => new TellsBatchesApart(env).listen();
