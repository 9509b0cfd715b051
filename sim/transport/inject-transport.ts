import { InjectedExchange } from './injected-exchange.ts';
import type { EdgeAnswer, EdgeRequest } from '../../ports/index.ts';
import type { Enter, Receiver, Transport, TransportOptions } from './transport.ts';

/**
 * Straight to the handler, with Node's own request and response objects but without a connection: nothing is written
 * as HTTP and parsed again. What HTTP itself would refuse (a head that is too long, a malformed target) gets through.
 */
export function createInjectTransport(
  { handler }: Receiver,
  { responseEvents }: TransportOptions,
): Transport {
  const open = new Set<InjectedExchange>();

  const exchange = (wire: EdgeRequest, enter: Enter): Promise<EdgeAnswer> =>
    new Promise((resolve, reject) => {
      const injected: InjectedExchange = new InjectedExchange(wire, enter, {
        resolve: (answer) => {
          open.delete(injected);
          resolve(answer);
        },
        reject: (error) => {
          open.delete(injected);
          reject(error);
        },
      });
      open.add(injected);
      injected.start(handler, responseEvents);
    });

  return {
    name: 'inject',
    exchange,
    close: () => {
      for (const injected of open) injected.breakOff();
    },
  };
}
