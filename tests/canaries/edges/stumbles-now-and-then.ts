import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EdgeFactory } from '../../../ports/index.ts';
import { plainEdge } from '../plain-edge.ts';

/** Of so many requests one meets the mistake. */
const EVERY = 20;
/** Longer than any client waits. */
const WORKS_FOR_MS = 8_000;

/** A race, a connection of a pool that is dead, a query without an index: nothing is wrong, and some requests come to grief. */
function stumbling(stumble: (response: ServerResponse, goOn: () => void) => void): EdgeFactory {
  return async (env) => {
    const { handler, ...edge } = await plainEdge(env);
    let posts = 0;
    const handle = (request: IncomingMessage, response: ServerResponse): void => {
      posts += request.method === 'POST' ? 1 : 0;
      if (request.method !== 'POST' || posts % EVERY > 0) handler(request, response);
      else stumble(response, () => handler(request, response));
    };
    return { handler: handle, ...edge };
  };
}

export const failsNowAndThen = stumbling((response) => {
  response.writeHead(500);
  response.end();
});

export const hangsNowAndThen = stumbling((_response, goOn) => void setTimeout(goOn, WORKS_FOR_MS));
