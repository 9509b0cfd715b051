import type { EdgeFactory } from '../../ports/index.ts';
import { durableEdge } from './durable-edge.ts';

export const TOKEN_PATH = '/token';

/** For so long a token is good. */
const GOOD_FOR_MS = 60_000;

/** Whoever sends shows a bearer token, which is good for a minute; 401 to all that show none, or an old one (RFC 6750 §3.1). */
export const tokenEdge: EdgeFactory = async (env) => {
  const edge = await durableEdge(env);
  const { handler } = edge;
  const isGood = (authorization: string | undefined): boolean => {
    const until = Number(/^Bearer until-(\d+)$/.exec(authorization ?? '')?.[1] ?? 0);
    const leftMs = until - env.clock.now();
    return leftMs > 0 && leftMs <= GOOD_FOR_MS;
  };
  return {
    ...edge,
    handler: (request, response) => {
      if (request.url === TOKEN_PATH) {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ access_token: `until-${Math.floor(env.clock.now()) + GOOD_FOR_MS}` }));
      } else if (request.method === 'POST' && !isGood(request.headers.authorization)) {
        request.resume();
        response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end();
      } else handler(request, response);
    },
  };
};
