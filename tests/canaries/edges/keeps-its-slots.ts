import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EdgeFactory } from '../../../ports/index.ts';
import { CORRELATION_ID_HEADER } from '../../../protocol/index.ts';
import { plainEdge } from '../plain-edge.ts';

/** Requests in work at once, as on a small machine; those beyond wait. */
const SLOTS = 2;

type Release = () => void;

/** At most so many at once: each has a slot until `until` says that it is over. */
function withSlots(
  until: (request: IncomingMessage, response: ServerResponse, release: Release) => void,
): EdgeFactory {
  return async (env) => {
    const { handler, ...edge } = await plainEdge(env);
    const waiting: (() => void)[] = [];
    let free = SLOTS;
    const release = (): void => {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    };
    const handle = (request: IncomingMessage, response: ServerResponse): void => {
      const begin = (): void => {
        until(request, response, release);
        handler(request, response);
      };
      if (request.method !== 'POST') handler(request, response);
      else if (free === 0) waiting.push(begin);
      else {
        free -= 1;
        begin();
      }
    };
    return { handler: handle, ...edge };
  };
}

/** `finish` never comes where the client has hung up: `close` does. */
export const keepsItsSlotsToTheFinish = withSlots((_request, response, release) => {
  response.on('finish', release);
});

/** What throws, or is refused, leaves by another way. */
export const keepsItsSlotsOnErrors = withSlots((_request, response, release) => {
  response.on('finish', () => {
    if (response.statusCode < 400) release();
  });
});

/** The same as the first, with something that ticks, so that there is always a timer to wait for. */
export const keepsItsSlotsAndTicks: EdgeFactory = async (env) => {
  setInterval(() => undefined, 1_000);
  return keepsItsSlotsToTheFinish(env);
};

/** A chain of requests for each reading: the next begins when the one before is finished, which one without a client never is. */
export const keepsItsTurns: EdgeFactory = async (env) => {
  const { handler, ...edge } = await plainEdge(env);
  setInterval(() => undefined, 1_000);
  const turns = new Map<string, Promise<void>>();
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const key = String(request.headers[CORRELATION_ID_HEADER]);
    const before = turns.get(key) ?? Promise.resolve();
    const mine = new Promise<void>((resolve) => {
      response.on('finish', resolve);
    });
    turns.set(
      key,
      before.then(() => mine),
    );
    void before.then(() => {
      // Nobody waits for it any more.
      if (!response.destroyed) handler(request, response);
    });
  };
  return { handler: handle, ...edge };
};
