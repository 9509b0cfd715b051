import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EdgeFactory } from '../../ports/index.ts';
import { DurableEdge } from './durable-edge.ts';

const EVERY_MS = 120_000;
const CLOSED_MS = 3_000;
const LATE_MS = 100;

/** The first bytes of an answer leave at once, the others a while later: of `/metrics` too. */
function dribble(response: ServerResponse): void {
  const end = response.end.bind(response);
  const slow = (body?: unknown): ServerResponse => {
    if (typeof body !== 'string' && !(body instanceof Uint8Array)) return end();
    const bytes = Buffer.from(body);
    response.removeHeader('content-length');
    response.write(bytes.subarray(0, 5));
    setTimeout(() => end(bytes.subarray(5)), LATE_MS);
    return response;
  };
  Object.assign(response, { end: slow });
}

/**
 * In front of what takes and counts readings stands a layer that closes for three seconds each two minutes, and counts nothing; and
 * answers take their time.
 */
export const layeredEdge: EdgeFactory = (env) => {
  const { handler, accepted } = new DurableEdge({ ...env, config: {} }).listen();
  const layer = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method === 'POST' && env.clock.monotonic() % EVERY_MS < CLOSED_MS) {
      request.resume();
      response.writeHead(503, { 'retry-after': '3' });
      response.end();
      return;
    }
    dribble(response);
    handler(request, response);
  };
  return { handler: layer, ...(accepted !== undefined && { accepted }) };
};
