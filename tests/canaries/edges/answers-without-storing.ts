import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** One insert in fifty hits a locked row. The error is caught, logged, and the answer is 200 all the same. */
class AnswersWithoutStoring extends PlainEdge {
  protected override async take(message: Message): Promise<Reply> {
    if (this.env.random.draw('locked') >= 0.02) return super.take(message);
    this.env.log('error', 'insert_failed', {
      device_id: message.device_id,
      sequence_id: message.sequence_id,
    });
    return 'accepted';
  }
}

export const answersWithoutStoring: EdgeFactory = (env) => new AnswersWithoutStoring(env).listen();
