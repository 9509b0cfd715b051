import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EdgeFactory } from '../../../ports/index.ts';
import { CORRELATION_ID_HEADER } from '../../../protocol/index.ts';
import { plainEdge } from '../plain-edge.ts';

/** Calls `done` with the text of a body, or with what it takes for that. */
type Read = (request: IncomingMessage, done: (text: string) => void) => void;

/** An edge without a parser in front of it: Node's own messages, read as so many tutorials do. */
function readingBy(read: Read): EdgeFactory {
  return async (env) => {
    const { handler, ...edge } = await plainEdge(env);
    const handle = (request: IncomingMessage, response: ServerResponse): void => {
      if (request.method !== 'POST') {
        handler(request, response);
        return;
      }
      read(request, (text) => {
        try {
          Object.assign(request, { body: JSON.parse(text) });
        } catch {
          response.writeHead(400).end();
          return;
        }
        handler(request, response);
      });
    };
    return { handler: handle, ...edge };
  };
}

/** A body that fits into one packet comes in one chunk, mostly. */
export const takesTheFirstChunk = readingBy((request, done) => {
  let text = '';
  request.once('data', (chunk) => (text = String(chunk)));
  request.on('end', () => done(text));
});

/** Before the body is read the request is claimed by its header, and given back when it is answered: one that breaks off never is. */
export const claimsAtTheHead: EdgeFactory = async (env) => {
  const { handler, ...edge } = await plainEdge(env);
  const claims = new Set<string>();
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const id = String(request.headers[CORRELATION_ID_HEADER]);
    if (claims.has(id)) {
      request.resume();
      response.writeHead(503, { 'retry-after': '1' }).end();
      return;
    }
    claims.add(id);
    response.on('finish', () => claims.delete(id));
    handler(request, response);
  };
  return { handler: handle, ...edge };
};
