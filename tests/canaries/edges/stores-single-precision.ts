import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** The column is a 4-byte REAL: 21.37 comes back as 21.3700008392334. */
class StoresSinglePrecision extends PlainEdge {
  protected override store(message: Message): void {
    const rounded = Object.entries(message.values).map(([name, value]) => [name, Math.fround(value)]);
    super.store({ ...message, values: Object.fromEntries(rounded) });
  }
}

export const storesSinglePrecision: EdgeFactory = (env) => new StoresSinglePrecision(env).listen();
