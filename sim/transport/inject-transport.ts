import { ClientPorts, endsOf, LOOPBACK } from './client-address.ts';
import { InjectedExchange } from './injected-exchange.ts';
import { NoSocket } from './no-socket.ts';
import { messageClassesOf } from '../../ports/index.ts';
import type { EdgeAnswer, EdgeRequest } from '../../ports/index.ts';
import type { Caller, Enter, Receiver, Transport, TransportOptions } from './transport.ts';

/** The connections of each client that are open and wait for a request. */
class KeptSockets {
  readonly #ports = new ClientPorts();
  readonly #free = new Map<string, NoSocket[]>();

  /** The one that became free last, as that is the one most surely alive; or a new one. */
  take(address: string): NoSocket {
    const free = this.#free.get(address) ?? [];
    for (let kept = free.pop(); kept !== undefined; kept = free.pop()) if (!kept.destroyed) return kept;
    return new NoSocket(endsOf(address, this.#ports.open(address)));
  }

  /** Its exchange is over. */
  giveBack(address: string, socket: NoSocket): void {
    socket.givenTo(null);
    const free = this.#free.get(address);
    if (free === undefined) this.#free.set(address, [socket]);
    else free.push(socket);
  }
}

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
  const connections = new KeptSockets();

  const exchange = (wire: EdgeRequest, enter: Enter, caller?: Caller): Promise<EdgeAnswer> =>
    new Promise((resolve, reject) => {
      const address = (ownConnections ? wire.remoteAddress : undefined) ?? LOOPBACK;
      const socket = connections.take(address);
      const injected: InjectedExchange = new InjectedExchange(wire, socket, messages, enter, {
        share: caller?.share ?? null,
        resolve: (answer) => {
          if (open.delete(injected)) connections.giveBack(address, socket);
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
