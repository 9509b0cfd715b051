import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** A timestamp is what `Date` can read: it takes the 30th of February, and makes the second of March of it. */
class ReadsDatesByDate extends PlainEdge {
  protected override validate(body: unknown): Message | null {
    if (typeof body !== 'object' || body === null || !('timestamp' in body)) return super.validate(body);
    const at = new Date(String(body.timestamp));
    if (Number.isNaN(at.getTime())) return null;
    return super.validate({ ...body, timestamp: at.toISOString() });
  }
}

export const readsDatesByDate: EdgeFactory = (env) => new ReadsDatesByDate(env).listen();
