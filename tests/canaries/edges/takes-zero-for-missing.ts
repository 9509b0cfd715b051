import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** `if (!value)`: a temperature of 0 is refused as a field that was left out. */
class TakesZeroForMissing extends PlainEdge {
  protected override validate(body: unknown): Message | null {
    const message = super.validate(body);
    return message === null || Object.values(message.values).some((value) => !value) ? null : message;
  }
}

export const takesZeroForMissing: EdgeFactory = (env) => new TakesZeroForMissing(env).listen();
