import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory, EdgeUnderTest } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/**
 * All of a list or nothing: where one reading is bad it deletes the rows of all others, those with them that it had before the
 * list came.
 */
class TakesAWholeListBack extends PlainEdge {
  readonly #rows = new Map<string, Message>();

  protected override async answerAll(items: readonly unknown[], id: string): Promise<readonly Reply[]> {
    const replies = await super.answerAll(items, id);
    if (!replies.includes('invalid')) return replies;
    for (const item of items) this.#takeBack(this.validate(item));
    return replies.map((reply) => (reply === 'invalid' ? reply : 'busy'));
  }

  #takeBack(message: Message | null): void {
    if (message === null) return;
    this.keys.delete(this.keyOf(message));
    this.#rows.delete(this.keyOf(message));
  }

  protected override store(message: Message): void {
    this.#rows.set(this.keyOf(message), message);
  }

  protected override accepted(): EdgeUnderTest['accepted'] {
    return () => this.#rows.values();
  }
}

export const takesAWholeListBack: EdgeFactory = (env) => new TakesAWholeListBack(env).listen();
