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

  constructor() {
    this.#server = createServer((incoming, response) => {
      const far: unknown = incoming.socket;
      if (!(far instanceof FarEnd)) throw new Error('A request came over a socket that nobody made.');
      // Node fills the Date header from the wall clock.
      response.sendDate = false;
      far.writer.serve(incoming, response, far);
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
