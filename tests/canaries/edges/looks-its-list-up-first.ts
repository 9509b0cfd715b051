import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** One query for the keys of a list, then one insert of all that are new: a reading that stands in it twice is new twice. */
class LooksItsListUpFirst extends PlainEdge {
  protected override async answerAll(items: readonly unknown[]): Promise<readonly Reply[]> {
    const messages = items.map((item) => this.validate(item));
    const isKnown = messages.map((message) => message !== null && this.keys.has(this.keyOf(message)));
    return messages.map((message, index) => {
      if (message === null) return 'invalid';
      return isKnown[index] === true ? 'duplicate' : this.#insert(message);
    });
  }

  #insert(message: Message): Reply {
    this.keys.set(this.keyOf(message), 'committed');
    this.store(message);
    return 'accepted';
  }
}

export const looksItsListUpFirst: EdgeFactory = (env) => new LooksItsListUpFirst(env).listen();
