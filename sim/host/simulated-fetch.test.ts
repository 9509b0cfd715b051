import { describe, expect, test } from 'vitest';
import type { Answer, ClientEnd } from '../net/index.ts';
import { createFetch, createGlobalFetch } from './simulated-fetch.ts';
import type { OutgoingRequest } from './outgoing-request.ts';

const EDGE_URL = 'http://edge.petrel/ingest';
const POST = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' };

interface Sent {
  readonly request: OutgoingRequest;
  readonly client: ClientEnd;
  readonly abandonedBy: string[];
}

/** A network that does what the test says. */
function network(): {
  readonly sent: Sent[];
  readonly unsettled: () => number;
  readonly options: Parameters<typeof createFetch>[0];
} {
  const sent: Sent[] = [];
  let unsettled = 0;
  return {
    sent,
    unsettled: () => unsettled,
    options: {
      edgeUrl: EDGE_URL,
      kernel: { after: () => 0, unsettle: () => (unsettled += 1) },
      send: (request, client) => {
        const abandonedBy: string[] = [];
        sent.push({ request, client, abandonedBy });
        return { reading: null, abandon: (why) => void abandonedBy.push(why) };
      },
    },
  };
}

function answer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, body, headers, retryAfter: null, echoed: false };
}

/** Until all that needs no time has run: a global `Request` reads its body over a few turns. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe.for([
  { name: 'the fetch of the port', create: createFetch },
  { name: 'the global fetch', create: createGlobalFetch },
])('$name', ({ create }) => {
  test('sends the request with its path and query, and its header names in lower case', async () => {
    const { sent, options } = network();
    void create(options)(`${EDGE_URL}?v=2`, POST);
    await turns();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.request).toMatchObject({
      method: 'POST',
      path: '/ingest?v=2',
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
  });

  test('resolves with the answer, and tells the kernel that somebody is about to run', async () => {
    const { sent, options, unsettled } = network();
    const response = create(options)(EDGE_URL, POST);
    await turns();
    sent[0]?.client.answered(answer(409, '{"b":2}', { 'retry-after': '3' }));
    expect(unsettled()).toBe(1);
    const { status, ok, headers } = await response;
    expect({ status, ok }).toStrictEqual({ status: 409, ok: false });
    expect([headers.get('Retry-After'), headers.get('etag')]).toStrictEqual(['3', null]);
    expect(await (await response).json()).toStrictEqual({ b: 2 });
  });

  test('gives the text of an answer as it is, and refuses what is no JSON', async () => {
    const { sent, options } = network();
    const responses = [create(options)(EDGE_URL, POST), create(options)(EDGE_URL, POST)];
    await turns();
    for (const { client } of sent) client.answered(answer(200, '<html>'));
    const [first, second] = await Promise.all(responses);
    expect(first?.ok).toBe(true);
    expect(await first?.text()).toBe('<html>');
    await expect(second?.json()).rejects.toThrow(SyntaxError);
  });

  test.for([
    { ending: 'refused' as const, code: 'ECONNREFUSED' },
    { ending: 'reset' as const, code: 'ECONNRESET' },
  ])('fails with the cause that undici gives when the connection is $ending', async ({ ending, code }) => {
    const { sent, options, unsettled } = network();
    const response = create(options)(EDGE_URL, POST);
    await turns();
    sent[0]?.client[ending]();
    expect(unsettled()).toBe(1);
    await expect(response).rejects.toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      cause: { code },
    });
  });

  test('reaches the host of the edge and no other, whatever the path', async () => {
    const { sent, options } = network();
    void create(options)('http://edge.petrel/health', { method: 'GET', headers: {} });
    await expect(create(options)('http://other.petrel/ingest', POST)).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { code: 'ENOTFOUND', message: expect.stringContaining('other.petrel') },
    });
    await expect(create(options)('http://edge.petrel:8080/ingest', POST)).rejects.toMatchObject({
      cause: { code: 'ENOTFOUND' },
    });
    await expect(create(options)('no url', POST)).rejects.toThrow(TypeError);
    await turns();
    expect(sent.map(({ request }) => [request.method, request.path])).toStrictEqual([['GET', '/health']]);
  });

  test('with a signal that is aborted already sends nothing', async () => {
    const { sent, options } = network();
    const reason = new Error('too late');
    const init = { ...POST, signal: AbortSignal.abort(reason) };
    await expect(create(options)(EDGE_URL, init)).rejects.toBe(reason);
    await turns();
    expect(sent).toStrictEqual([]);
  });

  test('aborted under way gives the attempt up and rejects with the reason of the signal', async () => {
    const { sent, options } = network();
    const controller = new AbortController();
    const response = create(options)(EDGE_URL, { ...POST, signal: controller.signal });
    const outcome = response.catch((error: unknown) => error);
    await turns();
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    controller.abort(reason);
    expect(sent[0]?.abandonedBy).toStrictEqual(['timeout']);
    expect(await outcome).toBe(reason);
  });

  test('aborted after its answer changes nothing any more', async () => {
    const { sent, options } = network();
    const controller = new AbortController();
    const response = create(options)(EDGE_URL, { ...POST, signal: controller.signal });
    await turns();
    sent[0]?.client.answered(answer(200, '{}'));
    controller.abort();
    expect((await response).status).toBe(200);
    expect(sent[0]?.abandonedBy).toStrictEqual([]);
  });
});

test('the global fetch takes what the real one takes: a Request, a URL, Headers, bytes', async () => {
  const { sent, options } = network();
  const fetch = createGlobalFetch(options);
  void fetch(new Request(EDGE_URL, { method: 'PUT', body: 'a', headers: new Headers({ 'X-A': '1' }) }));
  void fetch(new URL(EDGE_URL), { method: 'POST', body: new TextEncoder().encode('bytes') });
  void fetch(EDGE_URL);
  await turns();
  const seen = sent.map(({ request }) => [request.method, request.headers['x-a'], request.body]);
  // The order in which bodies are read is nobody's promise.
  expect(seen.toSorted((a, b) => String(a[0]).localeCompare(String(b[0]), 'en'))).toStrictEqual([
    ['GET', undefined, ''],
    ['POST', undefined, 'bytes'],
    ['PUT', '1', 'a'],
  ]);
});

test('the signal of a Request counts as much as that of the options', async () => {
  const { sent, options } = network();
  const controller = new AbortController();
  const request = new Request(EDGE_URL, { method: 'POST', body: 'a', signal: controller.signal });
  const outcome = createGlobalFetch(options)(request).catch((error: unknown) => error);
  await turns();
  controller.abort(new Error('enough'));
  expect(await outcome).toMatchObject({ message: 'enough' });
  expect(sent[0]?.abandonedBy).toStrictEqual(['timeout']);
});

test.for([204, 205, 304])(
  'the global fetch gives an answer of status %d, which has no body',
  async (status) => {
    const { sent, options } = network();
    const response = createGlobalFetch(options)(EDGE_URL, POST);
    await turns();
    sent[0]?.client.answered(answer(status, ''));
    expect((await response).status).toBe(status);
    expect((await response).body).toBeNull();
  },
);
