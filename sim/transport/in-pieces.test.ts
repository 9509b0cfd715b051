import { request as connect } from 'node:http';
import type { Server } from 'node:http';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createInjectTransport } from './inject-transport.ts';
import { createSupertestTransport } from './supertest-transport.ts';
import { listen } from './testing/listen.ts';
import type { Caller, Connection, Handler, Transport, TransportFactory } from './transport.ts';

const BODY = '{"sequence_id":7}';
const FIRST = 5;

/** Who sends the first piece, and then the rest or nothing more. */
interface Sender {
  readonly rest: () => void;
  readonly hangUp: () => void;
}

/** Notes what comes, and answers when all of it is there. */
function noting(seen: string[]): Handler {
  return (request, response) => {
    seen.push(`head of ${String(request.headers['content-length'])} bytes`);
    request.on('data', (chunk) => seen.push(`data ${String(chunk)}`));
    request.on('end', () => {
      seen.push(`end, complete: ${request.complete}`);
      response.end('done');
    });
    request.on('aborted', () => seen.push('aborted'));
    request.on('error', (error) => seen.push(`error ${'code' in error ? String(error.code) : ''}`));
    request.on('close', () => seen.push(`close, complete: ${request.complete}`));
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

async function onNode(handler: Handler): Promise<Sender> {
  const listening = await listen(handler);
  const { port } = listening;
  server = listening.server;
  const headers = { 'content-length': String(BODY.length) };
  const client = connect({ port, method: 'POST', path: '/ingest', headers });
  client.on('error', () => {});
  client.write(BODY.slice(0, FIRST));
  return { rest: () => client.end(BODY.slice(FIRST)), hangUp: () => client.destroy() };
}

class Client implements Caller {
  connection: Connection | null = null;
  readonly share: number | null;

  constructor(share: number | null) {
    this.share = share;
  }
}

function send(
  carrier: Transport,
  share: number | null,
): { readonly answer: Promise<string>; readonly client: Client } {
  const client = new Client(share);
  const request = { method: 'POST', path: '/ingest', headers: {}, body: BODY, remoteAddress: '10.0.0.1' };
  const answer = Promise.resolve(carrier.exchange(request, (run) => run(), client));
  return { answer: answer.then(({ status, body }) => `${status} ${body}`), client };
}

function over(create: TransportFactory, handler: Handler): Transport {
  transport = create({ handler }, { responseEvents: true, ownConnections: true });
  return transport;
}

async function sees(sender: Sender, then: 'rest' | 'hangUp', seen: string[]): Promise<readonly string[]> {
  await vi.waitFor(() => expect(seen).toHaveLength(2));
  seen.push('—');
  sender[then]();
  await vi.waitFor(() => expect(seen.at(-1)).toMatch(/^close/));
  return seen;
}

describe.for([
  ['supertest', createSupertestTransport],
  ['inject', createInjectTransport],
] as const)('over %s', ([, create]) => {
  test.for(['rest', 'hangUp'] as const)('a request in pieces (%s) is seen as on a socket', async (then) => {
    const onSocket: string[] = [];
    const expected = await sees(await onNode(noting(onSocket)), then, onSocket);
    expect(expected.slice(0, 3)).toEqual(['head of 17 bytes', 'data {"seq', '—']);
    const seen: string[] = [];
    const { client } = send(over(create, noting(seen)), FIRST / BODY.length);
    const sender = { rest: () => client.connection?.rest(), hangUp: () => client.connection?.hangUp() };
    expect(await sees(sender, then, seen)).toEqual(expected);
  });

  test('with the last piece it is answered, and the connection is good for the next', async () => {
    const seen: string[] = [];
    const carrier = over(create, noting(seen));
    const { answer, client } = send(carrier, 0);
    await vi.waitFor(() => expect(seen).toEqual(['head of 17 bytes']));
    client.connection?.rest();
    expect(await answer).toBe('200 done');
    expect(await send(carrier, null).answer).toBe('200 done');
    expect(seen.filter((what) => what.startsWith('data'))).toEqual([`data ${BODY}`, `data ${BODY}`]);
  });

  test('an answer need not wait for the body; what is left of it does not get into the next request', async () => {
    const seen: string[] = [];
    let requests = 0;
    const carrier = over(create, (request, response) => {
      requests += 1;
      if (requests === 1) response.writeHead(401).end();
      else noting(seen)(request, response);
    });
    const first = send(carrier, FIRST / BODY.length);
    expect(await first.answer).toBe('401 ');
    first.client.connection?.rest();
    expect(await send(carrier, null).answer).toBe('200 done');
    expect(seen).toContain(`data ${BODY}`);
  });
});
