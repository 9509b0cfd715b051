import { request as connect } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { finished, pipeline, Readable } from 'node:stream';
import express from 'express';
import { afterEach, describe, expect, test } from 'vitest';
import { createInjectTransport } from './inject-transport.ts';
import { createSupertestTransport } from './supertest-transport.ts';
import { listen } from './testing/listen.ts';
import type { Caller, Handler, Transport, TransportFactory } from './transport.ts';

/** Something that happens once, and can be waited for. */
class Moment {
  come: () => void = () => {};
  readonly came = new Promise<void>((resolve) => {
    this.come = resolve;
  });
}

/** What somebody saw of an exchange whose client hung up, in the order in which they saw it. */
type Seen = string[];

interface Side {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly seen: Seen;
}

/** What a handler does while its client is there (`before`) and when it is gone. */
interface Manner {
  readonly before?: (side: Side) => void | Promise<void>;
  readonly after: (side: Side) => void | Promise<void>;
}

async function readAll(request: IncomingMessage): Promise<void> {
  for await (const chunk of request) void chunk;
}

function told(what: string, { seen }: Side): (error?: Error | null) => void {
  return (error) => void seen.push(`${what}: ${codeOf(error)}`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function stateOf({ request, response }: Side): string {
  return JSON.stringify({
    request: [request.complete, request.destroyed, request.readableEnded, request.socket.destroyed],
    response: [response.headersSent, response.destroyed, response.closed, response.writableEnded],
    more: [response.writableFinished, response.writable, response.errored ?? null],
    // Node has it since 26.
    signal: (Reflect.get(request, 'signal') as AbortSignal | undefined)?.aborted ?? null,
  });
}

const MANNERS: Readonly<Record<string, Manner>> = {
  'answers all the same': {
    before: ({ request }) => readAll(request),
    after: (side) => void side.response.writeHead(200, { 'x-a': 'b' }).end('{}', told('end', side)),
  },
  'answers without a head': {
    before: ({ request }) => readAll(request),
    after: (side) => {
      side.response.statusCode = 503;
      side.response.setHeader('retry-after', '7');
      side.response.end(told('end', side));
    },
  },
  'writes, then ends': {
    before: ({ request }) => readAll(request),
    after: (side) => {
      side.seen.push(`write: ${side.response.write('x', told('written', side))}`);
      side.response.end('y');
    },
  },
  'writes without a callback': {
    before: ({ request }) => readAll(request),
    after: ({ response, seen }) => {
      seen.push(`write: ${response.write('x')}`);
      response.end('y');
    },
  },
  'ends twice': {
    before: ({ request }) => readAll(request),
    after: (side) => {
      side.response.end('x');
      side.response.end('y', told('second end', side));
      side.seen.push(`write: ${side.response.write('z', told('written', side))}`);
    },
  },
  'has begun to answer': {
    before: async ({ request, response }) => {
      await readAll(request);
      response.write('begin');
    },
    after: (side) => {
      side.response.write('more', told('written', side));
      side.response.end('end');
    },
  },
  'sets a header after the head': {
    before: ({ request }) => readAll(request),
    after: ({ response, seen }) => {
      response.writeHead(200);
      try {
        response.setHeader('x', 'y');
      } catch (error) {
        seen.push(codeOf(error));
      }
    },
  },
  'has not read the body': {
    after: async ({ request, response, seen }) => {
      await readAll(request).catch((error: unknown) => seen.push(`read: ${codeOf(error)}`));
      response.end('x');
    },
  },
  'pipes into the answer': {
    before: ({ request }) => readAll(request),
    after: (side) =>
      new Promise((done) => {
        pipeline(Readable.from(['a', 'b']), side.response, (error) => {
          told('pipeline', side)(error);
          done();
        });
      }),
  },
  'asks whether it is finished': {
    before: async (side) => {
      await readAll(side.request);
      finished(side.response, told('finished', side));
    },
    after: (side) => void finished(side.response, told('finished later', side)),
  },
  'destroys what is gone': {
    before: ({ request }) => readAll(request),
    after: ({ response, request }) => {
      response.flushHeaders();
      response.destroy();
      request.destroy();
      request.socket.destroy();
    },
  },
};

/** Writes down what a handler of this manner sees. `reached`: it waits for its client to go; `over`: that was all. */
function watching(
  { before, after }: Manner,
  seen: Seen,
  { reached, over }: { readonly reached: Moment; readonly over: Moment },
): Handler {
  return (request, response) => {
    const side = { request, response, seen };
    const note = (name: string) => (error?: unknown) =>
      void seen.push(error instanceof Error ? `${name} ${codeOf(error)}` : name);
    for (const name of ['aborted', 'close', 'error']) request.on(name, note(`request ${name}`));
    for (const name of ['close', 'finish', 'error']) response.on(name, note(`response ${name}`));
    // How it came about (`end`, or an error) is up to the kernel: it resets a connection that has bytes nobody read.
    request.socket.on('close', note('socket close'));
    response.once('close', () => {
      // In a turn of its own: when all have been told.
      setImmediate(() => {
        seen.push(stateOf(side));
        // Node throws what some of these do wrong, from 24 on.
        const done = Promise.resolve(side)
          .then(after)
          .catch((error: unknown) => void seen.push(`thrown: ${codeOf(error)}`));
        void done.then(() => {
          seen.push(stateOf(side));
          setImmediate(over.come);
        });
      });
    });
    void Promise.resolve(before?.(side)).then(() => setImmediate(reached.come));
  };
}

let server: Server | undefined;
let transport: Transport | undefined;
afterEach(() => {
  server?.close();
  transport?.close();
  server = undefined;
  transport = undefined;
});

/** On a real server, over a real socket. */
async function onNode(manner: Manner): Promise<Seen> {
  const seen: Seen = [];
  const [reached, ended] = [new Moment(), new Moment()];
  const listening = await listen(watching(manner, seen, { reached, over: ended }));
  const { port } = listening;
  server = listening.server;
  const client = connect({ port, method: 'POST', path: '/ingest' });
  client.on('error', () => {});
  client.end('{"a":1}');
  await reached.came;
  client.destroy();
  await ended.came;
  return seen;
}

async function over(create: TransportFactory, manner: Manner): Promise<Seen> {
  const seen: Seen = [];
  const [reached, ended] = [new Moment(), new Moment()];
  const handler = watching(manner, seen, { reached, over: ended });
  transport = create({ handler }, { responseEvents: true, ownConnections: true });
  const caller: Caller = { connection: null };
  void begin(transport, caller);
  await reached.came;
  caller.connection?.hangUp();
  await ended.came;
  return seen;
}

function begin(carrier: Transport, caller: Caller): Promise<unknown> {
  const request = { method: 'POST', path: '/ingest', headers: {}, body: '{"a":1}' };
  return Promise.resolve(carrier.exchange(request, (run) => run(), caller));
}

describe.for([
  ['supertest', createSupertestTransport],
  ['inject', createInjectTransport],
] as const)('over %s', ([, create]) => {
  test.for(Object.entries(MANNERS))(
    'a handler that %s sees of a client that hangs up what it sees on a socket',
    async ([, manner]) => {
      const expected = await onNode(manner);
      expect(expected).toContain('response close');
      expect(await over(create, manner)).toEqual(expected);
    },
  );

  test('an answer to a client that is gone is known, though nobody reads it', async () => {
    const reached = new Moment();
    const app = express();
    app.post('/ingest', (_request, response) => {
      response.once('close', () => {
        response.status(503).set('retry-after', '7').json({ status: 'later' });
      });
      reached.come();
    });
    transport = create({ handler: app }, { responseEvents: true, ownConnections: true });
    const caller: Caller = { connection: null };
    const exchange = begin(transport, caller);
    await reached.came;
    caller.connection?.hangUp();
    const answer = { status: 503, headers: { 'retry-after': '7' }, body: '{"status":"later"}' };
    expect(await exchange).toMatchObject(answer);
  });

  test('so is one that is ended past what wraps it, or whose head is written at once', async () => {
    const reached = new Moment();
    transport = create(
      {
        handler: (_request, response) => {
          const end = response.end.bind(response);
          response.once('close', () => {
            response.writeHead(429, { 'Retry-After': 5 });
            end();
          });
          reached.come();
        },
      },
      { responseEvents: true, ownConnections: true },
    );
    const caller: Caller = { connection: null };
    const exchange = begin(transport, caller);
    await reached.came;
    caller.connection?.hangUp();
    expect(await exchange).toMatchObject({ status: 429, headers: { 'retry-after': '5' } });
  });

  test('the next request of the same client is none the wiser', async () => {
    let requests = 0;
    const reached = new Moment();
    const handler: Handler = (_request, response) => {
      requests += 1;
      if (requests === 1) reached.come();
      else response.end('second');
    };
    transport = create({ handler }, { responseEvents: true, ownConnections: true });
    const caller: Caller = { connection: null };
    void begin(transport, caller);
    await reached.came;
    caller.connection?.hangUp();
    expect(await begin(transport, { connection: null })).toMatchObject({ status: 200, body: 'second' });
  });
});
