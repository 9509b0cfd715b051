import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { EdgeRequest } from '../../ports/index.ts';
import type { Handler, Transport, TransportFactory } from './transport.ts';

const now = <Value>(run: () => Value): Value => run();

function post(body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): EdgeRequest {
  return {
    method: 'POST',
    path: '/ingest',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

function answer(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers).end(body);
}

/** What every transport does, whatever carries the bytes. */
export function describeTransport(name: string, create: TransportFactory): void {
  let transport: Transport | undefined;

  function over(handler: Handler): Transport {
    transport = create({ handler }, { responseEvents: true });
    return transport;
  }

  afterEach(() => transport?.close());

  describe(name, () => {
    test('carries method, path, headers and body there, and status, headers and body back', async () => {
      const carrier = over((request, response) => {
        void bodyOf(request).then((body) => {
          const { method, url, headers } = request;
          answer(
            response,
            422,
            `${method} ${url} ${String(headers['x-correlation-id'])} ${body.toString()}`,
            {
              'retry-after': '7',
            },
          );
        });
      });
      const got = await carrier.exchange(post('{"a":1}', { 'x-correlation-id': 'c1' }), now);
      expect(got.status).toBe(422);
      expect(got.headers['retry-after']).toBe('7');
      expect(got.body).toBe('POST /ingest c1 {"a":1}');
    });

    test('carries bytes that are no text unchanged', async () => {
      const bytes = Uint8Array.from([0x7b, 0xff, 0x00, 0x80, 0x7d]);
      const seen: Buffer[] = [];
      const carrier = over((request, response) => {
        void bodyOf(request).then((body) => {
          seen.push(body);
          answer(response, 400, '');
        });
      });
      await carrier.exchange(post(bytes), now);
      expect(seen).toEqual([Buffer.from(bytes)]);
    });

    test('carries an answer that is no text as its bytes, and does not read what is compressed', async () => {
      const bytes = gzipSync('{}');
      const carrier = over((_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes);
      });
      const got = await carrier.exchange(post('{}'), now);
      expect(got.bytes).toEqual(bytes);
      expect(got.headers['content-encoding']).toBe('gzip');
    });

    test('shows no Date header, which would be wall time', async () => {
      const carrier = over((_request, response) => answer(response, 200, '{}'));
      expect((await carrier.exchange(post('{}'), now)).headers).not.toHaveProperty('date');
    });

    test('does not follow a redirect, and takes an error status for an answer', async () => {
      const carrier = over((request, response) =>
        request.url === '/ingest'
          ? answer(response, 302, '', { location: '/portal' })
          : answer(response, 500, ''),
      );
      expect((await carrier.exchange(post('{}'), now)).status).toBe(302);
      expect((await carrier.exchange({ ...post('{}'), path: '/other' }, now)).status).toBe(500);
    });

    test('sends a GET without a body', async () => {
      const carrier = over((request, response) => {
        void bodyOf(request).then((body) => answer(response, 200, `${request.method} ${body.length}`));
      });
      const got = await carrier.exchange({ method: 'GET', path: '/metrics', headers: {}, body: '' }, now);
      expect(got.body).toBe('GET 0');
    });

    test('keeps exchanges apart that are open at the same time', async () => {
      const waiting: (() => void)[] = [];
      const carrier = over((request, response) => {
        void bodyOf(request).then((body) => waiting.push(() => answer(response, 200, body.toString())));
      });
      const first = carrier.exchange(post('"first"'), now);
      while (waiting.length < 1) await new Promise(setImmediate);
      const second = carrier.exchange(post('"second"'), now);
      while (waiting.length < 2) await new Promise(setImmediate);
      waiting[1]?.();
      expect((await second).body).toBe('"second"');
      waiting[0]?.();
      expect((await first).body).toBe('"first"');
    });

    test('runs the handler and all events of its request inside the exchange', async () => {
      let inside = false;
      const seen: boolean[] = [];
      const carrier = over((request, response) => {
        seen.push(inside);
        request.on('data', () => seen.push(inside));
        response.on('finish', () => seen.push(inside));
        request.on('end', () => {
          seen.push(inside);
          answer(response, 200, '{}');
        });
      });
      await carrier.exchange(post('{}'), (run) => {
        inside = true;
        try {
          return run();
        } finally {
          inside = false;
        }
      });
      expect(seen).toEqual([true, true, true, true]);
    });

    test('rejects when the handler closes the connection instead of answering', async () => {
      const carrier = over((request) => void request.socket.destroy());
      await expect(Promise.resolve(carrier.exchange(post('{}'), now))).rejects.toThrow();
    });

    test('rejects what is open when it is closed', async () => {
      let reached = false;
      const carrier = over(() => {
        reached = true;
      });
      const open = carrier.exchange(post('{}'), now);
      const ended = Promise.resolve(open).then(
        () => null,
        (error: unknown) => error,
      );
      while (!reached) await new Promise(setImmediate);
      carrier.close();
      expect(await ended).toBeInstanceOf(Error);
    });
  });
}
