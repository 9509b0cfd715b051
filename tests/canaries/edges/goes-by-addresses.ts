import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** Takes the address that a request came from for the device, as an inventory of the network has it. */
class GoesByAddresses extends PlainEdge {
  address: string | undefined;

  protected override keyOf({ sequence_id: number }: Message): string {
    return `${this.address}/${number}`;
  }
}

export const goesByAddresses: EdgeFactory = (env) => {
  const edge = new GoesByAddresses(env);
  const { handler, ...rest } = edge.listen();
  return {
    ...rest,
    handler: (request, response) => {
      // The plain edge has its key before it waits for anything.
      request.once('end', () => {
        edge.address = request.socket.remoteAddress;
      });
      handler(request, response);
    },
  };
};
