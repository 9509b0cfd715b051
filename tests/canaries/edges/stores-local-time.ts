import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** The column of the database has no zone, so the Z is cut off; who reads it back takes it for local time. */
class StoresLocalTime extends PlainEdge {
  protected override store(message: Message): void {
    const column = message.timestamp.replace('T', ' ').replace('Z', '');
    super.store({ ...message, timestamp: new Date(column).toISOString() });
  }
}

export const storesLocalTime: EdgeFactory = (env) => new StoresLocalTime(env).listen();
