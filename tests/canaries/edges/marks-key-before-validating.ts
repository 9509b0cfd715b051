import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/**
 * The idempotency middleware reads the key and marks it, and whoever validates stands behind it. A reading that came
 * damaged, though its key could be read, is a "duplicate" when it comes whole.
 */
class MarksKeyBeforeValidating extends PlainEdge {
  protected override answer(body: unknown): Promise<Reply> {
    const message = this.validate(body);
    const key = message === null ? keyIn(body) : null;
    if (key !== null) this.keys.set(key, 'committed');
    return super.answer(body);
  }
}

function keyIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('device_id' in body) || !('sequence_id' in body))
    return null;
  return `${String(body.device_id)}/${String(body.sequence_id)}`;
}

export const marksKeyBeforeValidating: EdgeFactory = (env) => new MarksKeyBeforeValidating(env).listen();
