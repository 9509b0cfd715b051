import { once } from 'node:events';
import { createServer } from 'node:http';

export interface PageServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/**
 * Serves one page on loopback, for this machine alone: a name that somebody else points at it is refused.
 * @param port 0: any that is free
 * @throws {Error} when the port is taken.
 */
export async function servePage(html: string, port: number): Promise<PageServer> {
  const server = createServer((request, response) => {
    const [name] = (request.headers.host ?? '').split(':');
    const isOurs = name === LOOPBACK || name === 'localhost';
    const isPage = request.url === '/' && (request.method === 'GET' || request.method === 'HEAD');
    if (!isOurs || !isPage) {
      response.writeHead(isOurs ? 404 : 403, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(isOurs ? 'There is one page here: /\n' : 'This is for 127.0.0.1 alone.\n');
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(html);
  });
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${LOOPBACK}:${actual}/`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
