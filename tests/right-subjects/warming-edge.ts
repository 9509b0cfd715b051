import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EdgeFactory } from '../../ports/index.ts';
import { DurableEdge } from './durable-edge.ts';

const WARM_AFTER_MS = 2_000;

/** For its first two seconds it fills its caches: until then it takes nothing, and says when to come back. */
export const warmingEdge: EdgeFactory = (env) => {
  const { handler, accepted } = new DurableEdge({ ...env, config: {} }).listen();
  const startedAt = env.clock.monotonic();
  const warming = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method !== 'POST' || env.clock.monotonic() - startedAt >= WARM_AFTER_MS) {
      handler(request, response);
      return;
    }
    request.resume();
    response.writeHead(503, { 'retry-after': '2' });
    response.end();
  };
  return { handler: warming, ...(accepted !== undefined && { accepted }) };
};
