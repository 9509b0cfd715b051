import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/**
 * Says of what it stores, and of what it has already, that something was accepted, and not what: a device that looks for its
 * reading there goes on sending, and gives up what is stored.
 */
class AnswersInAWord extends PlainEdge {
  protected override async take(message: Message): Promise<Reply> {
    const reply = await super.take(message);
    return reply === 'duplicate' ? 'accepted' : reply;
  }

  protected override receipt(): Readonly<Record<string, unknown>> {
    return {};
  }
}

export const answersInAWord: EdgeFactory = (env) => new AnswersInAWord(env).listen();
