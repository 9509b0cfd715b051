import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** An integer column rounds what is none: a broken number takes the place of the next reading, which then is a duplicate. */
class RoundsItsNumbers extends PlainEdge {
  protected override validate(body: unknown): Message | null {
    if (typeof body !== 'object' || body === null || !('sequence_id' in body)) return super.validate(body);
    const { sequence_id: number } = body;
    return super.validate(typeof number === 'number' ? { ...body, sequence_id: Math.round(number) } : body);
  }
}

export const roundsItsNumbers: EdgeFactory = (env) => new RoundsItsNumbers(env).listen();
