import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** The sequence id alone is the key: the second device's reading 0 is a "duplicate" of the first one's. */
class KeyWithoutDevice extends PlainEdge {
  protected override keyOf(message: Message): string {
    return String(message.sequence_id);
  }
}

export const keyWithoutDevice: EdgeFactory = (env) => new KeyWithoutDevice(env).listen();
