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

/** Two ends of one connection, without a port, a kernel buffer or a wait. */
export function memorySocketPair(): readonly [client: Duplex, server: Duplex] {
  const [client, server] = duplexPair();
  return [likeSocket(client), likeSocket(server)];
}
