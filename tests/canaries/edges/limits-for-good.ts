import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** What an address may send in its window. */
const REQUESTS_MAX = 20;

/** Counts the requests of each address, and never begins a new window: from the 21st on everything is 429. */
export const limitsForGood: EdgeFactory = (env) => {
  const { handler, ...edge } = new PlainEdge(env).listen();
  const counts = new Map<string | undefined, number>();
  return {
    ...edge,
    handler: (request, response) => {
      const { remoteAddress } = request.socket;
      const count = (counts.get(remoteAddress) ?? 0) + Number(request.method === 'POST');
      counts.set(remoteAddress, count);
      if (count <= REQUESTS_MAX) {
        handler(request, response);
        return;
      }
      request.resume();
      response.writeHead(429, { 'content-type': 'application/json' });
      response.end('{"title":"too many requests"}');
    },
  };
};
