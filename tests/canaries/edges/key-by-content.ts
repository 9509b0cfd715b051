import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** The number of a reading is of no interest: what was measured at that time is it. */
class KeyByContent extends PlainEdge {
  protected override keyOf({ device_id, timestamp, values }: Message): string {
    return JSON.stringify([device_id, timestamp, values]);
  }
}

export const keyByContent: EdgeFactory = (env) => new KeyByContent(env).listen();
