import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** Device clocks are not to be trusted, so the reading is dated when it arrives. */
class StampsArrivalTime extends PlainEdge {
  protected override store(message: Message): void {
    super.store({ ...message, timestamp: new Date(this.env.clock.now()).toISOString() });
  }
}

export const stampsArrivalTime: EdgeFactory = (env) => new StampsArrivalTime(env).listen();
