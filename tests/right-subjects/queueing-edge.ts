import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EdgeFactory } from '../../ports/index.ts';
import { DurableEdge } from './durable-edge.ts';

const AT_ONCE_MAX = 4;
const WORK_MS = 100;

/** In front of what takes and counts readings stands a queue: four are let in at once, and each of them is worked on for a while. */
export const queueingEdge: EdgeFactory = (env) => {
  const { handler, accepted } = new DurableEdge({ ...env, config: {} }).listen();
  const waiting: (() => void)[] = [];
  let inside = 0;
  const next = (): void => {
    if (inside >= AT_ONCE_MAX) return;
    const enter = waiting.shift();
    if (enter === undefined) return;
    inside += 1;
    enter();
  };
  const queue = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method !== 'POST') {
      handler(request, response);
      return;
    }
    waiting.push(() => {
      // Its client has gone meanwhile.
      if (response.closed) {
        inside -= 1;
        next();
        return;
      }
      response.once('close', () => {
        inside -= 1;
        next();
      });
      setTimeout(() => handler(request, response), WORK_MS);
    });
    next();
  };
  return { handler: queue, ...(accepted !== undefined && { accepted }) };
};
