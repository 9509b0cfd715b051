import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { DeviceEnv, EdgeUnderTest } from '../../ports/index.ts';
import type { HostBench } from './testing/host-bench.ts';
import { smallWorld } from './testing/small-world.ts';
import type { Carrier } from './testing/small-world.ts';

let bench: HostBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

/** One device of the test's own and one edge: what the device does, and what it gets. */
async function between(
  carrier: Carrier,
  handler: EdgeUnderTest['handler'],
  act: (env: DeviceEnv) => Promise<unknown>,
  exchange?: EdgeUnderTest['exchange'],
): Promise<{ readonly got: unknown; readonly it: HostBench }> {
  const edge: EdgeUnderTest = { handler, ...(exchange !== undefined && { exchange }) };
  const { it, ends } = await smallWorld({ carrier, edge: () => edge, devices: [act], forMs: 5_000 });
  bench = it;
  return { got: ends[0], it };
}

const BYTES = Uint8Array.from([0xd9, 0xd9, 0xf7, 0x00, 0xff, 0x80]);
const TEXT = '{"device_id":"device-001","sequence_id":0}';

/** What the edge sees: the type of the body, and its bytes. */
async function seen(request: IncomingMessage): Promise<string> {
  return `${request.headers['content-type'] ?? 'none'} ${(await buffer(request)).toString('hex')}`;
}

const hex = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('hex');
const buffered = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** The types are those that WHATWG's Fetch gives to each kind of body that comes without one ("extract a body"). */
const BODIES: readonly { readonly name: string; readonly body: () => unknown; readonly arrives: string }[] = [
  { name: 'bytes', body: () => BYTES, arrives: `none ${hex(BYTES)}` },
  {
    name: 'a part of a buffer',
    body: () => BYTES.subarray(2, 5),
    arrives: `none ${hex(BYTES.subarray(2, 5))}`,
  },
  { name: 'an ArrayBuffer', body: () => buffered(BYTES), arrives: `none ${hex(BYTES)}` },
  {
    name: 'a Blob',
    body: () => new Blob([BYTES], { type: 'application/cbor' }),
    arrives: `application/cbor ${hex(BYTES)}`,
  },
  { name: 'gzip', body: () => gzipSync(TEXT), arrives: `none ${hex(gzipSync(TEXT))}` },
  {
    name: 'a text',
    body: () => 'grün',
    arrives: `text/plain;charset=UTF-8 ${hex('grün')}`,
  },
  {
    name: 'URLSearchParams',
    body: () => new URLSearchParams({ a: '1 2' }),
    arrives: `application/x-www-form-urlencoded;charset=UTF-8 ${hex('a=1+2')}`,
  },
  {
    name: 'a ReadableStream',
    body: () =>
      new ReadableStream({
        start: (controller) => {
          controller.enqueue(BYTES.subarray(0, 3));
          setTimeout(() => {
            controller.enqueue(BYTES.subarray(3));
            controller.close();
          }, 5);
        },
      }),
    arrives: `none ${hex(BYTES)}`,
  },
];

const CARRIERS = ['supertest', 'inject'] as const;
const FETCHES = ['the global fetch', 'the fetch of the port'] as const;
const WAYS = CARRIERS.flatMap((carrier) => FETCHES.map((fetch) => ({ carrier, fetch })));

/** Code without types gives the port what it would give the real fetch. */
function fetchOf(env: DeviceEnv, name: (typeof FETCHES)[number]): typeof globalThis.fetch {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return name === 'the global fetch' ? globalThis.fetch : (env.fetch as typeof globalThis.fetch);
}

describe.for(WAYS)('over $carrier, by $fetch', ({ carrier, fetch }) => {
  test.for(BODIES)('$name arrives as it was sent', async ({ body, arrives }) => {
    const requests: string[] = [];
    const { it } = await between(
      carrier,
      (request, response) => {
        void seen(request).then((text) => {
          requests.push(text);
          response.end();
        });
      },
      (env) =>
        Reflect.apply(fetchOf(env, fetch), undefined, [
          env.edgeUrl,
          { method: 'POST', body: body(), duplex: 'half' },
        ]),
    );
    expect(requests).toStrictEqual([arrives]);
    // It names no reading that could be told, and nobody calls it damaged.
    expect(it.events).toContainEqual(expect.objectContaining({ kind: 'attempt_sent', reading: null }));
    expect(it.kinds()).not.toContain('fault_injected');
  });

  test('a form arrives with the same boundary in every run', async () => {
    const requests: string[] = [];
    for (let run = 0; run < 2; run += 1) {
      await between(
        carrier,
        (request, response) => {
          void seen(request).then((text) => {
            requests.push(text);
            response.end();
          });
        },
        (env) => {
          const body = new FormData();
          body.set('reading', new Blob([BYTES]), 'reading.cbor');
          return fetchOf(env, fetch)(env.edgeUrl, { method: 'POST', body });
        },
      );
      bench?.close();
    }
    bench = null;
    expect(requests).toHaveLength(2);
    expect(requests[0]).toMatch(/^multipart\/form-data; boundary=/);
    expect(requests[0]).toContain(hex(BYTES));
    expect(requests[1]).toBe(requests[0]);
  });

  test('bytes of an answer come as bytes, however they are asked for', async () => {
    const { got } = await between(
      carrier,
      (_request, response) => void response.end(BYTES),
      async (env) => {
        const ask = (): Promise<Response> =>
          fetchOf(env, fetch)(env.edgeUrl, { method: 'POST', headers: {} });
        const chunks: Uint8Array[] = [];
        const { body } = await ask();
        if (body !== null) for await (const chunk of body) chunks.push(chunk);
        return [
          new Uint8Array(await (await ask()).arrayBuffer()),
          new Uint8Array(await (await (await ask()).blob()).arrayBuffer()),
          new Uint8Array(Buffer.concat(chunks)),
        ];
      },
    );
    expect(got).toStrictEqual([BYTES, BYTES, BYTES]);
  });

  test.for([
    { coding: 'gzip', bytes: gzipSync(TEXT) },
    { coding: 'deflate', bytes: deflateSync(TEXT) },
    { coding: 'deflate, gzip', bytes: gzipSync(deflateSync(TEXT)) },
  ])('an answer in $coding is read as Node reads it', async ({ coding, bytes }) => {
    const { got } = await between(
      carrier,
      (_request, response) => void response.setHeader('content-encoding', coding).end(bytes),
      async (env) => {
        const response = await fetchOf(env, fetch)(env.edgeUrl, { method: 'POST', headers: {}, body: TEXT });
        return [response.headers.get('content-encoding'), await response.json()];
      },
    );
    expect(got).toStrictEqual([coding, JSON.parse(TEXT)]);
  });

  test('a coding that was not kept breaks the body off, not the answer', async () => {
    const { got } = await between(
      carrier,
      (_request, response) => void response.setHeader('content-encoding', 'gzip').end('no gzip'),
      async (env) => {
        const response = await fetchOf(env, fetch)(env.edgeUrl, { method: 'POST', headers: {} });
        return [response.status, await response.text().catch((error: unknown) => String(error))];
      },
    );
    expect(got).toStrictEqual([200, 'TypeError: terminated']);
  });

  test('a redirect is followed, each step a passage through the network', async () => {
    const requests: string[] = [];
    const { got, it } = await between(
      carrier,
      (request, response) => {
        requests.push(`${request.method} ${request.url}`);
        if (request.url === '/ingest') response.writeHead(307, { location: '/moved' }).end();
        else if (request.url === '/moved') response.writeHead(303, { location: 'done?a=1' }).end();
        else response.end('there');
      },
      async (env) => {
        const response = await fetchOf(env, fetch)(env.edgeUrl, { method: 'POST', headers: {}, body: TEXT });
        return [response.redirected, response.url, await response.text(), performance.now()];
      },
    );
    expect(requests).toStrictEqual(['POST /ingest', 'POST /moved', 'GET /done?a=1']);
    // Since its boot: three times there and back, 10 ms each way.
    expect(got).toStrictEqual([true, 'http://edge.petrel/done?a=1', 'there', 60]);
    expect(it.kinds().filter((kind) => kind === 'attempt_sent')).toHaveLength(3);
  });

  test.for([
    { redirect: 'manual' as const, gives: 302 },
    { redirect: 'error' as const, gives: 'fetch failed' },
    // Each answer leads to the next: the first request and twenty redirects.
    { redirect: 'follow' as const, gives: 'fetch failed' },
  ])('redirect: $redirect', async ({ redirect, gives }) => {
    let requests = 0;
    const { got } = await between(
      carrier,
      (_request, response) => {
        requests += 1;
        response.writeHead(302, { location: '/ingest' }).end();
      },
      (env) =>
        fetchOf(env, fetch)(env.edgeUrl, { method: 'POST', headers: {}, redirect }).then(
          ({ status }) => status,
          (error: unknown) => (error instanceof Error ? error.message : null),
        ),
    );
    expect(got).toBe(gives);
    expect(requests).toBe(redirect === 'follow' ? 21 : 1);
  });

  test('a body that never ends is given up with its signal', async () => {
    const { got } = await between(
      carrier,
      (_request, response) => void response.end(),
      (env) =>
        Reflect.apply(fetchOf(env, fetch), undefined, [
          env.edgeUrl,
          { method: 'POST', body: new ReadableStream(), duplex: 'half', signal: AbortSignal.timeout(50) },
        ]),
    );
    expect(got).toMatchObject({ name: 'TimeoutError' });
  });
});

test('over direct bytes go there and back too', async () => {
  const { got } = await between(
    'direct',
    () => {},
    async (env) => {
      const response = await fetch(env.edgeUrl, { method: 'POST', body: BYTES });
      return new Uint8Array(await response.arrayBuffer());
    },
    ({ body }) => ({
      status: 200,
      headers: {},
      body: '',
      bytes: Uint8Array.from(Buffer.from(body)).reverse(),
    }),
  );
  expect(got).toStrictEqual(Uint8Array.from(BYTES).reverse());
});
