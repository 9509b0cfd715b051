import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { DurableEdge } from '../../right-subjects/durable-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** How long a row takes. */
const ROW_MS = 5;

/** Answers 409 to whoever comes second while the first is being written. Where that fails nobody has it, and one was told so. */
class AnswersForTheFirst extends DurableEdge {
  readonly #writing = new Set<string>();

  protected override async take(message: Message): Promise<Reply> {
    const key = this.keyOf(message);
    if (this.#writing.has(key)) return 'duplicate';
    this.#writing.add(key);
    await this.env.clock.sleep(ROW_MS);
    const reply = await super.take(message);
    this.#writing.delete(key);
    return reply;
  }
}

export const answersForTheFirst: EdgeFactory = (env) => {
  const { handler, accepted } = new AnswersForTheFirst({ ...env, config: {} }).listen();
  return { handler, ...(accepted !== undefined && { accepted }) };
};
