import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import { endsOf } from './client-address.ts';
import type { Ends } from './client-address.ts';

/** Node's http treats its streams as sockets; in memory there is nothing to tune. */
export function likeSocket<Stream extends Duplex>(stream: Stream, ends: Ends): Stream {
  const same = (): Stream => stream;
  const { localAddress: address, localPort: port, localFamily: family } = ends;
  return Object.assign(stream, ends, {
    address: () => ({ address, port, family }),
    setKeepAlive: same,
    setNoDelay: same,
    setTimeout: same,
    ref: same,
    unref: same,
  });
}

/** An end that is destroyed before it said goodbye takes the other with it, as a reset does on a wire. */
function breakTogether(from: Duplex, to: Duplex): void {
  from.once('close', () => {
    if (!from.writableFinished) to.destroy();
  });
}

/** The ends as the client has them. */
export function turned(ends: Ends): Ends {
  return {
    remoteAddress: ends.localAddress,
    remotePort: ends.localPort,
    remoteFamily: ends.localFamily,
    localAddress: ends.remoteAddress,
    localPort: ends.remotePort,
    localFamily: ends.remoteFamily,
  };
}

/** Two ends of one connection, without a port, a kernel buffer or a wait. */
export function memorySocketPair(
  clientAddress: string,
  clientPort: number,
): readonly [client: Duplex, server: Duplex] {
  const [client, server] = duplexPair();
  breakTogether(client, server);
  breakTogether(server, client);
  const ends = endsOf(clientAddress, clientPort);
  return [likeSocket(client, turned(ends)), likeSocket(server, ends)];
}
