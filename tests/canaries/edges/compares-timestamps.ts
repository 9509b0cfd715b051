import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** A day, which seems to be ample. */
const AGE_MS_MAX = 86_400_000;

/** Takes the clock of the device and its own for one: what is old, or of tomorrow, is refused for good. */
class ComparesTimestamps extends PlainEdge {
  protected override validate(body: unknown): Message | null {
    const message = super.validate(body);
    if (message === null) return null;
    return Math.abs(this.env.clock.now() - Date.parse(message.timestamp)) > AGE_MS_MAX ? null : message;
  }
}

export const comparesTimestamps: EdgeFactory = (env) => new ComparesTimestamps(env).listen();
