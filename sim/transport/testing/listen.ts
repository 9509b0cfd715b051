import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Handler } from '../transport.ts';

/** A real server on a port of this machine. The caller closes it. */
export async function listen(handler: Handler): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(handler);
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { server, port: address.port };
}
