import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** Nothing stands between: d-1 with 10 is d-11 with 0. */
class JoinsItsKey extends PlainEdge {
  protected override keyOf({ device_id, sequence_id }: Message): string {
    return `${device_id}${sequence_id}`;
  }
}

export const joinsItsKey: EdgeFactory = (env) => new JoinsItsKey(env).listen();
