import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { FarEnd } from './far-end.ts';

/** Who makes something of the requests that come over a connection. */
interface Serves {
  serve(incoming: IncomingMessage, response: ServerResponse, far: FarEnd<Serves>): void;
}

/** Reads what clients write to their sockets, by Node's own server of HTTP, and hands each request to who wrote it. */
export class LocalServer {
  readonly #server: Server;

  /** `unsupported` is told what came that is no request of HTTP/1. */
  constructor(unsupported: (what: string) => void) {
    this.#server = createServer((incoming, response) => {
      const far: unknown = incoming.socket;
      if (!(far instanceof FarEnd)) throw new Error('A request came over a socket that nobody made.');
      // Node fills the Date header from the wall clock.
      response.sendDate = false;
      far.writer.serve(incoming, response, far);
    });
    this.#server.on('clientError', (error, socket) => {
      const what = whatCame(error);
      if (what !== null) unsupported(what);
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      else socket.destroy();
    });
    // All of these look at the wall clock.
    this.#server.keepAliveTimeout = 0;
    this.#server.headersTimeout = 0;
    this.#server.requestTimeout = 0;
    this.#server.timeout = 0;
  }

  accept<Writer extends Serves>(far: FarEnd<Writer>): void {
    this.#server.emit('connection', far);
  }
}

/** Null: it broke off, as connections do. */
function whatCame(error: Error): string | null {
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code !== 'string' || !code.startsWith('HPE_') || code === 'HPE_INVALID_EOF_STATE') return null;
  const raw: unknown = Reflect.get(error, 'rawPacket');
  const isTwo = Buffer.isBuffer(raw) && raw.toString('latin1').startsWith('PRI * HTTP/2');
  return isTwo ? 'HTTP/2' : 'a connection to the edge that does not speak HTTP';
}
