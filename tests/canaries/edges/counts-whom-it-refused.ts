import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** What an address may send within a minute. */
const REQUESTS_MAX = 40;
const MINUTE_MS = 60_000;

/** A sliding window of each address that counts what it refused, too: who goes on coming never gets in again. */
export const countsWhomItRefused: EdgeFactory = (env) => {
  const { handler, ...edge } = new PlainEdge(env).listen();
  const hits = new Map<string | undefined, readonly number[]>();
  return {
    ...edge,
    handler: (request, response) => {
      if (request.method !== 'POST') {
        handler(request, response);
        return;
      }
      const { remoteAddress } = request.socket;
      const nowMs = env.clock.monotonic();
      const recent = [...(hits.get(remoteAddress) ?? []).filter((at) => at > nowMs - MINUTE_MS), nowMs];
      hits.set(remoteAddress, recent);
      if (recent.length <= REQUESTS_MAX) {
        handler(request, response);
        return;
      }
      request.resume();
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' });
      response.end('{"title":"too many requests"}');
    },
  };
};
