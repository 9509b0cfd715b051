import { ClientPorts, endsOf, LOOPBACK } from './client-address.ts';
import { InjectedExchange } from './injected-exchange.ts';
import { messageClassesOf } from '../../ports/index.ts';
import type { EdgeAnswer, EdgeRequest } from '../../ports/index.ts';
import type { Caller, Enter, Receiver, Transport, TransportOptions } from './transport.ts';

/**
 * Straight to the handler, with Node's own request and response objects but without a connection: nothing is written
 * as HTTP and parsed again. What HTTP itself would refuse (a head that is too long, a malformed target) gets through.
 */
export function createInjectTransport(
  { handler, app = handler }: Receiver,
  { responseEvents, ownConnections }: TransportOptions,
): Transport {
  const open = new Set<InjectedExchange>();
  const messages = messageClassesOf(app);
  const ports = new ClientPorts();

  const exchange = (wire: EdgeRequest, enter: Enter, caller?: Caller): Promise<EdgeAnswer> =>
    new Promise((resolve, reject) => {
      const address = (ownConnections ? wire.remoteAddress : undefined) ?? LOOPBACK;
      const port = ports.take(address);
      const injected: InjectedExchange = new InjectedExchange(wire, endsOf(address, port), messages, enter, {
        share: caller?.share ?? null,
        resolve: (answer) => {
          if (open.delete(injected)) ports.giveBack(address, port);
          resolve(answer);
        },
        reject: (error) => {
          open.delete(injected);
          reject(error);
        },
        hungUp: () => {
          open.delete(injected);
        },
      });
      open.add(injected);
      if (caller !== undefined) caller.connection = injected;
      injected.start(handler, responseEvents);
    });

  return {
    name: 'inject',
    inPieces: true,
    exchange,
    close: () => {
      for (const injected of open) injected.breakOff();
    },
  };
}
