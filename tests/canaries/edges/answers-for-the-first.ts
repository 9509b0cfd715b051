import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory, EdgeUnderTest } from '../../../ports/index.ts';
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

/** It looks first whether its store is there, so that only what can be read and not written makes a first one fail. */
class LooksBeforeTheFirst extends AnswersForTheFirst {
  protected override async take(message: Message): Promise<Reply> {
    try {
      this.env.disk.list('');
    } catch {
      return 'busy';
    }
    return super.take(message);
  }
}

function heard(edge: DurableEdge): EdgeUnderTest {
  const { handler, accepted } = edge.listen();
  return { handler, ...(accepted !== undefined && { accepted }) };
}

export const answersForTheFirst: EdgeFactory = (env) => heard(new AnswersForTheFirst({ ...env, config: {} }));
export const looksBeforeTheFirst: EdgeFactory = (env) =>
  heard(new LooksBeforeTheFirst({ ...env, config: {} }));
