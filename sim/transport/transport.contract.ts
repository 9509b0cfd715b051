import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { EdgeRequest } from '../../ports/index.ts';
import type { Enter, Handler, Transport, TransportFactory } from './transport.ts';

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
    transport = create({ handler }, { responseEvents: true, ownConnections: true });
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

    test('takes an answer that is finished, whatever the handler does to the response then', async () => {
      const carrier = over((_request, response) => {
        response.on('finish', () => response.destroy());
        answer(response, 200, 'all of it');
      });
      expect(await carrier.exchange(post('{}'), now)).toMatchObject({ status: 200, body: 'all of it' });
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

    test('shows the handler where a request is from: an address and connections of its own for each client', async () => {
      const carrier = over((request, response) => {
        const { remoteAddress, remotePort, remoteFamily } = request.socket;
        const said = `${remoteAddress} ${remoteFamily} ${remotePort} ${String(request.headers['x-forwarded-for'] ?? '')}`;
        answer(response, 200, said.trim());
      });
      const from = async (remoteAddress?: string): Promise<string> =>
        (await carrier.exchange({ ...post('{}'), remoteAddress }, now)).body;
      // 32,768 is the first port that Linux gives; a second connection of the same client, open at once, has the next.
      expect(await from('10.0.0.1')).toBe('10.0.0.1 IPv4 32768');
      expect(await from('10.0.0.1')).toBe('10.0.0.1 IPv4 32768');
      expect(await Promise.all([from('10.0.0.2'), from('10.0.0.2'), from('10.0.0.3')])).toEqual([
        '10.0.0.2 IPv4 32768',
        '10.0.0.2 IPv4 32769',
        '10.0.0.3 IPv4 32768',
      ]);
      expect(await from()).toBe('127.0.0.1 IPv4 32768');
    });

    test('gives one socket to a client that asks one by one, with what is left on it, until somebody destroys it', async () => {
      const sockets = new Set<unknown>();
      const closed: number[] = [];
      let count = 0;
      const carrier = over((request, response) => {
        const number = (count += 1);
        sockets.add(request.socket);
        request.socket.on('close', () => closed.push(number));
        if (number === 3) request.socket.destroy();
        else answer(response, 200, '');
      });
      const from = async (): Promise<unknown> =>
        carrier.exchange({ ...post('{}'), remoteAddress: '10.0.0.1' }, now);
      await from();
      await from();
      expect([sockets.size, closed]).toEqual([1, []]);
      await expect(from()).rejects.toThrow();
      await new Promise(setImmediate);
      expect([sockets.size, closed]).toEqual([1, [1, 2, 3]]);
      await from();
      expect([sockets.size, closed]).toEqual([2, [1, 2, 3]]);
    });

    test('parts a response from its socket when all is written: who destroys it then breaks no other exchange', async () => {
      const parted: unknown[] = [];
      const done: ServerResponse[] = [];
      const carrier = over((_request, response) => {
        done.pop()?.destroy();
        response.on('finish', () => parted.push(response.socket));
        done.push(response);
        answer(response, 200, 'whole');
      });
      for (const expected of ['whole', 'whole'])
        expect((await carrier.exchange(post('{}'), now)).body).toBe(expected);
      expect(parted).toEqual([null, null]);
    });

    test('keeps apart exchanges that begin in the same call', async () => {
      let inside = '';
      const enter =
        (name: string): Enter =>
        (run) => {
          const before = inside;
          inside = name;
          try {
            return run();
          } finally {
            inside = before;
          }
        };
      const entered: string[] = [];
      const carrier = over((request, response) => {
        entered.push(`${inside} is ${String(request.headers['x-name'])}`);
        answer(response, 200, '');
      });
      await Promise.all(
        ['a', 'b', 'c'].map(async (name) => carrier.exchange(post('{}', { 'x-name': name }), enter(name))),
      );
      expect(entered.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['a is a', 'b is b', 'c is c']);
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

    test('keeps exchanges apart that are open at the same time after one that was answered before its body was read', async () => {
      const held: (() => void)[] = [];
      const carrier = over((request, response) => {
        request.resume();
        const { url = '' } = request;
        if (url === '/early') response.writeHead(503, { 'retry-after': '3' }).end();
        else held.push(() => answer(response, 200, url));
      });
      // The second over a connection that is kept.
      for (const body of ['{"a":1}', '{"a":2}'])
        expect((await carrier.exchange({ ...post(body), path: '/early' }, now)).status).toBe(503);
      const open = ['/one', '/two'].map(async (path) => carrier.exchange({ ...post('{}'), path }, now));
      while (held.length < 2) await new Promise(setImmediate);
      for (const goOn of held) goOn();
      expect((await Promise.all(open)).map(({ body }) => body)).toEqual(['/one', '/two']);
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

    test('closes a response that is answered once, as one that is finished', async () => {
      const seen: boolean[] = [];
      const carrier = over((_request, response) => {
        response.on('close', () => seen.push(response.writableFinished));
        answer(response, 200, '{}');
      });
      await carrier.exchange(post('{}'), now);
      expect(seen).toEqual([true]);
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
