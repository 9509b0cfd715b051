import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** Each connection goes to the next of the ports, dead or alive, as from a load balancer that has not noticed yet. */
export async function roundRobin(ports: readonly number[]): Promise<{ server: Server; port: number }> {
  let turn = 0;
  const server = createServer((client) => {
    const edge = connect(ports[turn % ports.length] ?? 0, '127.0.0.1');
    turn += 1;
    const end = (one: Socket, other: Socket): void => {
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    };
    end(client, edge);
    end(edge, client);
    client.pipe(edge).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return { server, port: address.port };
}
