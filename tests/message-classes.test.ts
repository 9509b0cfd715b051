import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { RequestListener } from 'node:http';
import { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import { createTestEdge } from '../edge/testing/test-edge.ts';
import { messageClassesOf } from '../ports/message-classes.ts';

const NODES_OWN = { IncomingMessage, ServerResponse };
const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** V8's own word on two objects. */
function shareHiddenClass([first, second]: readonly object[]): unknown {
  setFlagsFromString('--allow-natives-syntax');
  try {
    return runInThisContext('(first, second) => %HaveSameMap(first, second)')(first, second);
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}

interface Messages {
  readonly requests: readonly IncomingMessage[];
  readonly responses: readonly ServerResponse[];
}

/** The messages of a few requests after a server has brought them to a handler. */
async function served(handler: RequestListener, classes = messageClassesOf(handler)): Promise<Messages> {
  const requests: IncomingMessage[] = [];
  const responses: ServerResponse[] = [];
  const server = createServer(classes, (request, response) => {
    requests.push(request);
    responses.push(response);
    handler(request, response);
  });
  ends.push(() => server.close());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens at no port.');
  for (let sent = 0; sent < 4; sent += 1) {
    const answer = await fetch(`http://127.0.0.1:${address.port}/health`);
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
  }
  return { requests, responses };
}

function expressApp(): express.Express {
  const app = express();
  app.get('/health', (request, response) => {
    response.json({ path: request.path });
  });
  return app;
}

test('the messages of an Express app have its prototypes before it sees them', () => {
  const app = expressApp();
  const classes = messageClassesOf(app);
  const response = new classes.ServerResponse(new classes.IncomingMessage(new Socket()));
  expect(response).toBeInstanceOf(ServerResponse);
  expect(response.req).toBeInstanceOf(IncomingMessage);
  expect(Object.getPrototypeOf(response)).toBe(app.response);
  expect(Object.getPrototypeOf(response.req)).toBe(app.request);
});

test('so they share one hidden class after it; with Node’s own each has one for itself', async () => {
  const { requests, responses } = await served(expressApp());
  expect(shareHiddenClass(requests.slice(-2))).toBe(true);
  expect(shareHiddenClass(responses.slice(-2))).toBe(true);
  const own = await served(expressApp(), NODES_OWN);
  expect(shareHiddenClass(own.requests.slice(-2))).toBe(false);
  expect(shareHiddenClass(own.responses.slice(-2))).toBe(false);
});

test('our own edge shows those of its app', async () => {
  const { requests, responses } = await served(createTestEdge().handler);
  expect(shareHiddenClass(requests.slice(-2))).toBe(true);
  expect(shareHiddenClass(responses.slice(-2))).toBe(true);
});

test.each([
  ['a function', () => {}],
  ['something else by that name', Object.assign(() => {}, { request: {}, response: 'text' })],
])('%s gets Node’s own', (_what, handler) => {
  expect(messageClassesOf(handler)).toEqual(NODES_OWN);
});
