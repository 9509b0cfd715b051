import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** In bytes: five times what the messages are long that it was tried with. */
const BODY_BYTES_MAX = 1_024;

/** Reads no more of a body than this, which is half of what a message may be long. */
export const refusesLongBodies: EdgeFactory = (env) => {
  const { handler, ...edge } = new PlainEdge(env).listen();
  return {
    ...edge,
    handler: (request, response) => {
      if (Number(request.headers['content-length'] ?? 0) <= BODY_BYTES_MAX) {
        handler(request, response);
        return;
      }
      request.resume();
      response.writeHead(413, { 'content-type': 'application/json' });
      response.end('{"title":"request entity too large"}');
    },
  };
};
