import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** A column for each value that there was when the table was made: others are dropped, and what is not measured is 0. */
class HasTwoColumns extends PlainEdge {
  protected override store(message: Message): void {
    const { temperature_c = 0, humidity_pct = 0 } = message.values;
    super.store({ ...message, values: { temperature_c, humidity_pct } });
  }
}

export const hasTwoColumns: EdgeFactory = (env) => new HasTwoColumns(env).listen();
