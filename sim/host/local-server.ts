import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { constants, createServer as createServerOfTwo } from 'node:http2';
import { FarEnd } from './far-end.ts';
import type { Incoming, Outgoing, WayBack } from './socket-exchange.ts';

/** Who makes something of the requests that come over a connection. */
interface Serves {
  serve(incoming: Incoming, response: Outgoing, back: WayBack): void;
}

/** With this a client begins that speaks HTTP/2 from the start (RFC 9113, 3.4). */
const PREFACE = 'PRI * HTTP/2.0\r\n';

function speaksTwo(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, PREFACE.length)).toString('latin1') === PREFACE;
}

/** Reads what clients write to their sockets, by Node's own servers of HTTP, and hands each request to who wrote it. */
export class LocalServer {
  readonly #server: Server;

  /** `unsupported` is told what came that is no request of HTTP. */
  constructor(unsupported: (what: string) => void) {
    this.#server = createServer(serve);
    this.#server.on('checkContinue', (incoming: IncomingMessage, response: ServerResponse) => {
      serve(incoming, response);
      // Whoever waits for it writes the body as it comes: not into a parser that is in the midst of the head.
      process.nextTick(() => response.writeContinue());
    });
    this.#server.on('clientError', (error, socket) => {
      if (isNoHttp(error)) unsupported('a connection to the edge that does not speak HTTP');
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
    far.onFirstBytes = (bytes) => {
      if (speaksTwo(bytes)) acceptTwo(far);
      else this.#server.emit('connection', far);
    };
  }
}

function serve(incoming: IncomingMessage, response: ServerResponse): void {
  const far: unknown = incoming.socket;
  if (!(far instanceof FarEnd)) throw new Error('A request came over a socket that nobody made.');
  // Node fills the Date header from the wall clock.
  response.sendDate = false;
  far.writer.serve(incoming, response, far);
}

/**
 * A connection of HTTP/2 carries many requests at once: what breaks one of them does not break the others. The codes are
 * those with which Node's client ends a stream where its connection breaks in the same way: one that is closed has just the
 * end of what came, and no error.
 */
function acceptTwo<Writer extends Serves>(far: FarEnd<Writer>): void {
  const server = createServerOfTwo((incoming, response) => {
    response.sendDate = false;
    const fail = (error: Error): void => response.stream.close(resetCodeOf(error));
    const endEarly = (): void => response.stream.close(constants.NGHTTP2_CANCEL);
    const { connection, onHangUp } = far;
    far.writer.serve(incoming, response, { connection, onHangUp, fail, endEarly });
  });
  server.emit('connection', far);
}

/** REFUSED_STREAM says that nothing was done with the request, and that it may be sent again (RFC 9113, 8.7). */
function resetCodeOf(error: Error): number {
  return Reflect.get(error, 'code') === 'ECONNREFUSED'
    ? constants.NGHTTP2_REFUSED_STREAM
    : constants.NGHTTP2_INTERNAL_ERROR;
}

function isNoHttp(error: Error): boolean {
  const code: unknown = Reflect.get(error, 'code');
  // Connections break off, too.
  return typeof code === 'string' && code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE';
}
