import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { STATUS_CODES } from 'node:http';
import type { Reason } from '../answer/refusals.ts';
import type { Edge } from '../create-edge.ts';
import type { EdgeAnswer } from '../../ports/index.ts';

interface Latest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * What Node would answer by itself (400, 408, 417, 431), in two words and without a trace, gets a problem document, a line in
 * the log and a count, like anything else.
 */
export function answerBrokenRequests(server: Server, edge: Pick<Edge, 'refuseUnread'>): void {
  const latest = new WeakMap<Duplex, Latest>();
  server.on('request', (request, response) => latest.set(request.socket, { request, response }));
  const refuseExpectation = (_request: IncomingMessage, response: ServerResponse): void => {
    const { status, headers, body } = edge.refuseUnread('expectation_failed');
    // It may send its body all the same.
    response.writeHead(status, { ...headers, connection: 'close' }).end(body);
  };
  server.on('checkExpectation', refuseExpectation);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    // For Node it is enough that this one is among others.
    if (request.headers.expect?.toLowerCase() !== '100-continue') {
      refuseExpectation(request, response);
      return;
    }
    // Not before somebody reads the body: an answer by the head alone comes in its place. Whether the body follows such an answer
    // nobody can tell, so it is the last one of its connection.
    const keepsAlive = response.shouldKeepAlive;
    response.shouldKeepAlive = false;
    request.once('resume', () => {
      if (response.headersSent) return;
      response.shouldKeepAlive = keepsAlive;
      response.writeContinue();
    });
    server.emit('request', request, response);
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.on('error', ignore);
    cutOff(socket, edge.refuseUnread('malformed_request'));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const reason = reasonOf(error);
    if (reason === null || !socket.writable) {
      socket.destroy();
      return;
    }
    const before = latest.get(socket);
    if (before?.response.writableFinished === true && !before.response.shouldKeepAlive) {
      // What follows the last answer of a connection is nobody's request.
      socket.end(() => socket.destroy());
      return;
    }
    if (before === undefined || before.response.writableFinished) {
      cutOff(socket, edge.refuseUnread(reason));
      return;
    }
    const { request, response } = before;
    if (request.complete) {
      // The one before is still being answered: its answer comes first.
      response.once('close', () => cutOff(socket, edge.refuseUnread(reason)));
    } else if (response.headersSent || !request.emit('error', error)) socket.destroy();
    else {
      // Its reader has said no; more of it must not be waited for.
      response.once('finish', () => socket.destroy());
    }
  });
}

/** By the codes of Node and of its parser; null for a connection that is gone. */
function reasonOf({ code = '' }: NodeJS.ErrnoException): Reason | null {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request_timeout';
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large';
  return code.startsWith('HPE_') ? 'malformed_request' : null;
}

function cutOff(socket: Duplex, { status, headers, body }: EdgeAnswer): void {
  if (!socket.writable) return;
  const lines = Object.entries({
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`, () =>
    socket.destroy(),
  );
}

function ignore(): void {
  // The connection is given up; that it breaks before the answer is out changes nothing.
}
