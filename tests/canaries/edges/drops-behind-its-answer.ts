import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

const PLACES = 8;
const WRITE_MS = 1;

/** Answers, and writes behind the answer, one after another: what the queue has no room for is dropped, with a line in a log. */
class DropsBehindItsAnswer extends PlainEdge {
  readonly #queue: Message[] = [];

  protected override async take(message: Message): Promise<Reply> {
    const key = this.keyOf(message);
    if (this.keys.has(key)) return 'duplicate';
    this.keys.set(key, 'committed');
    if (this.#queue.length >= PLACES) this.env.log('warn', 'queue_full', {});
    else if (this.#queue.push(message) === 1) void this.#write();
    return 'accepted';
  }

  async #write(): Promise<void> {
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      await this.env.clock.sleep(WRITE_MS);
      this.store(next);
      this.#queue.shift();
    }
  }
}

export const dropsBehindItsAnswer: EdgeFactory = (env) => new DropsBehindItsAnswer(env).listen();
