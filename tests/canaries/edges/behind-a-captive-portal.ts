import { INGEST_PATH } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const LOGIN_PAGE = '<!doctype html><title>Guest network</title><p>Please accept our terms.</p>';

/**
 * No mistake of the edge: a gateway in front of it lets nothing through but readings, and answers one in ten of those
 * with its own 200, a login page. The edge never hears of it; a device that looks for the echo tries again.
 */
export const behindACaptivePortal: EdgeFactory = (env) => {
  const edge = new PlainEdge(env).listen();
  return {
    ...edge,
    handler: (request, response) => {
      if (request.url === INGEST_PATH && env.random.draw('portal') >= 0.1) {
        edge.handler(request, response);
        return;
      }
      request.resume();
      response.statusCode = request.url === INGEST_PATH ? 200 : 404;
      response.setHeader('content-type', 'text/html').end(LOGIN_PAGE);
    },
  };
};
