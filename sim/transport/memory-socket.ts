import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';

/** Where every in-memory connection seems to come from and to go to: the same on any machine. */
const ADDRESS = {
  remoteAddress: '127.0.0.1',
  remotePort: 40_000,
  localAddress: '127.0.0.1',
  localPort: 80,
} as const;

/** Node's http treats its streams as sockets; in memory there is nothing to tune. */
function likeSocket(stream: Duplex): Duplex {
  const same = (): Duplex => stream;
  return Object.assign(stream, ADDRESS, {
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

/** Two ends of one connection, without a port, a kernel buffer or a wait. */
export function memorySocketPair(): readonly [client: Duplex, server: Duplex] {
  const [client, server] = duplexPair();
  breakTogether(client, server);
  breakTogether(server, client);
  return [likeSocket(client), likeSocket(server)];
}
