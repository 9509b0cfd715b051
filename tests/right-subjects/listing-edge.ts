import { messageSchema } from '../../protocol/index.ts';
import type { Message } from '../../protocol/index.ts';
import type { EdgeFactory } from '../../ports/index.ts';
import { DurableEdge } from './durable-edge.ts';

const ROW = 'row/';

/** The durable edge with its rows on the disk too, which says what it has stored by what stands there, as `SELECT *` does. */
class ListingEdge extends DurableEdge {
  protected override store(message: Message): void {
    this.env.disk.write(ROW + this.keyOf(message), JSON.stringify(message));
    super.store(message);
  }

  rows(): readonly Message[] {
    const { disk } = this.env;
    return disk.list(ROW).map((name) => messageSchema.parse(JSON.parse(disk.read(name) ?? '')));
  }
}

export const listingEdge: EdgeFactory = (env) => {
  const edge = new ListingEdge({ ...env, config: {}, stored: () => {} });
  return { handler: edge.listen().handler, accepted: () => edge.rows() };
};
