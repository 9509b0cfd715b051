import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const AHEAD_MS = 2_000;

/** No mistake: whoever is shed is told until when, as a date. */
export const datesItsRetryAfter: EdgeFactory = (env) => {
  const edge = new PlainEdge(env).listen();
  return {
    ...edge,
    handler: (request, response) => {
      const set = response.setHeader.bind(response);
      response.setHeader = (name, value) =>
        set(
          name,
          name.toLowerCase() === 'retry-after' ? new Date(env.clock.now() + AHEAD_MS).toUTCString() : value,
        );
      edge.handler(request, response);
    },
  };
};
