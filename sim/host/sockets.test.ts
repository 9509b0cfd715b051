import dgram from 'node:dgram';
import dns from 'node:dns';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import { promisify } from 'node:util';
import * as undici from 'undici';
import { describe, expect, test } from 'vitest';
import type { DeviceEnv, EdgeFactory } from '../../ports/index.ts';
import type { EdgeEnd, NetworkInForce, Passage, Verdict } from '../net/index.ts';
import { PASS } from '../net/index.ts';
import { DeviceHost } from './device-host.ts';
import { QUIET_DEVICE } from './testing/quiet-device.ts';
import { HostBench } from './testing/host-bench.ts';
import { smallWorld } from './testing/small-world.ts';
import type { SmallWorldOptions } from './testing/small-world.ts';

/** An edge that says what it got. */
const echo: EdgeFactory = () => ({
  handler: (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method, url, headers, socket } = request;
      const { remoteAddress, remotePort } = socket;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          method,
          url,
          type: headers['content-type'],
          host: headers.host,
          body,
          remoteAddress,
          remotePort,
        }),
      );
    });
  },
});

interface Got {
  readonly status: number | undefined;
  readonly body: string;
  readonly reused: boolean;
}

function ask(
  url: string,
  { body = '', ...options }: http.RequestOptions & { readonly body?: string } = {},
  { request }: { readonly request: typeof http.request } = http,
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          body: Buffer.concat(chunks).toString(),
          reused: asked.reusedSocket,
        }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** What one device made of it, over a network without faults that takes 10 ms each way. */
async function device(
  act: (env: DeviceEnv) => Promise<unknown>,
  edge: EdgeFactory = echo,
  more: Partial<SmallWorldOptions> = {},
) {
  const { it, ends } = await smallWorld({ carrier: 'inject', edge, devices: [act], forMs: 60_000, ...more });
  const [end] = ends;
  it.close();
  return { it, end };
}

describe('a socket of a device', () => {
  test('leads to the edge, and a request over it takes as long as one of fetch', async () => {
    const { end, it } = await device(async ({ edgeUrl }) => {
      const began = Date.now();
      const { status, body } = await ask(`${edgeUrl}?a=1`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"a":1}',
      });
      return { status, took: Date.now() - began, ...JSON.parse(body) };
    });
    // 10 ms there, 10 ms back, none for the connection.
    expect(end).toMatchObject({ status: 200, took: 20, method: 'POST', url: '/ingest?a=1', body: '{"a":1}' });
    expect(end).toMatchObject({ type: 'application/json', host: 'edge.petrel', remoteAddress: '10.0.0.1' });
    expect(it.kinds()).toEqual(expect.arrayContaining(['attempt_sent', 'request_delivered']));
  });

  test('has its body asked for where it waits for that', async () => {
    const { end } = await device(
      ({ edgeUrl }) =>
        new Promise((resolve, reject) => {
          const headers = { expect: '100-continue', 'content-length': '5' };
          const asked = http.request(edgeUrl, { method: 'POST', headers }, (response) => {
            response.on('data', (chunk: Buffer) => resolve(JSON.parse(chunk.toString()).body));
          });
          asked.on('error', reject);
          asked.on('continue', () => asked.end('later'));
          asked.flushHeaders();
        }),
    );
    expect(end).toBe('later');
  });

  test('is kept and used again by an agent that keeps connections', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const { end } = await device(async ({ edgeUrl }) => {
      const both = await Promise.all([ask(edgeUrl, { agent }), ask(edgeUrl, { agent })]);
      const third = await ask(edgeUrl, { agent });
      return [...both, third].map(({ body }) => JSON.parse(body).remotePort);
    });
    // Linux gives a first connection this port; here it is the edge's server that has connections of its own.
    expect(end).toEqual([32_768, 32_768, 32_768]);
  });

  test('that nobody uses is closed by the agent after its time', async () => {
    const agent = new http.Agent({ keepAlive: true, timeout: 5_000 });
    const { end } = await device(async ({ edgeUrl, clock }) => {
      await ask(edgeUrl, { agent });
      await clock.sleep(4_999);
      const before = (await ask(edgeUrl, { agent })).reused;
      await clock.sleep(5_001);
      return [before, (await ask(edgeUrl, { agent })).reused];
    });
    expect(end).toEqual([true, false]);
  });

  test('of another device is none of the pool that Node has for a process', async () => {
    const asks = async ({ edgeUrl, clock }: DeviceEnv): Promise<unknown> => {
      const first = await ask(edgeUrl);
      await clock.sleep(1);
      return [first.reused, (await ask(edgeUrl)).reused];
    };
    const { it, ends } = await smallWorld({
      carrier: 'inject',
      edge: echo,
      devices: [asks, asks],
      forMs: 1_000,
    });
    it.close();
    expect(ends).toEqual([
      [false, true],
      [false, true],
    ]);
  });

  test('looks encrypted and trusted over https', async () => {
    const { end } = await device(async ({ edgeUrl }) => {
      const { status, body } = await ask(edgeUrl.replace('http:', 'https:'), {}, https);
      return { status, ...JSON.parse(body) };
    });
    expect(end).toMatchObject({ status: 200, url: '/ingest' });
  });

  test('hears of an edge that is down as of a connection that is refused', async () => {
    const it = new HostBench();
    const edge: EdgeEnd = { isUp: () => false, deliver: () => null };
    const seen: unknown[] = [];
    const host = new DeviceHost({
      world: it.services,
      id: 'device-001',
      index: 0,
      factory: ({ edgeUrl }) => {
        void ask(edgeUrl).catch((error: unknown) => seen.push(error));
        return { record: () => {} };
      },
      policy: { name: 'none', retriesMax: 0, delayMs: () => 0, delayBoundsMs: () => ({ min: 0, max: 0 }) },
      fabric: it.fabric(edge),
      fastLane: false,
      settings: QUIET_DEVICE,
    });
    it.at(1, () => host.boot());
    await it.run(100);
    it.close();
    expect(seen).toMatchObject([{ code: 'ECONNREFUSED', syscall: 'connect' }]);
  });

  test('that is destroyed hangs up, as a client of fetch that gives up does', async () => {
    const seen: string[] = [];
    const { end, it } = await device(
      async ({ edgeUrl, clock }) => {
        const asked = http.get(edgeUrl, { timeout: 1_000 });
        asked.on('timeout', () => asked.destroy(new Error('too late')));
        const error = await new Promise((done) => void asked.on('error', done));
        return [error, clock.monotonic()];
      },
      ({ clock }) => ({
        handler: (_request, response) => {
          const work = setTimeout(() => {}, 5_000);
          response.on('close', () => {
            clearTimeout(work);
            seen.push(`close at ${clock.monotonic()}`);
          });
        },
      }),
    );
    // Sent at 1 ms, with which the device began; given up a second later; heard of 10 ms later.
    expect(end).toEqual([new Error('too late'), 1_000]);
    expect(seen).toEqual(['close at 1011']);
    expect(it.kinds()).toContain('attempt_abandoned');
  });

  test('tells what it read and wrote, and where it leads', async () => {
    const { end } = await device(
      ({ edgeUrl }) =>
        new Promise((done) => {
          const { hostname } = new URL(edgeUrl);
          const socket = net.connect(80, hostname, () =>
            socket.write('GET /ingest HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
          );
          let text = '';
          socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
          socket.on('close', () => {
            const { remoteAddress, remotePort, localAddress, bytesWritten, bytesRead } = socket;
            done({
              text,
              remoteAddress,
              remotePort,
              localAddress,
              bytesWritten,
              all: bytesRead === text.length,
            });
          });
        }),
    );
    expect(end).toMatchObject({
      remoteAddress: '10.255.255.254',
      remotePort: 80,
      localAddress: '10.0.0.1',
      all: true,
    });
    // 22 + 9 + 19 + 2: three lines and an empty one, each with its two signs for the end.
    expect(end).toMatchObject({ bytesWritten: 52 });
    expect(end).toMatchObject({ text: expect.stringMatching(/^HTTP\/1.1 200 OK\r\n/) });
  });
});

/** A fault that acts on the passages that are counted so, from 0. */
function fault(acts: readonly number[], verdict: Verdict): NetworkInForce['onRequest'] {
  let passages = 0;
  const decide = (_passage: Passage): Verdict => {
    passages += 1;
    return acts.includes(passages - 1) ? verdict : PASS;
  };
  return [{ name: 'network.halfOpen', decide }];
}

/** An edge that answers the same at once: ten letters. */
const tenLetters: EdgeFactory = () => ({ handler: (_request, response) => response.end('abcdefghij') });

describe('a connection that is kept', () => {
  test('breaks when the edge is down meanwhile, and only a new one is refused', async () => {
    const agent = new http.Agent({ keepAlive: true });
    const code = (error: unknown): unknown => Reflect.get(Object(error), 'code');
    const { end } = await device(
      async ({ edgeUrl, clock }) => {
        const { status } = await ask(edgeUrl, { agent });
        await clock.sleep(1_000);
        return [status, await ask(edgeUrl, { agent }).catch(code), await ask(edgeUrl, { agent }).catch(code)];
      },
      tenLetters,
      { crashEdgeAtMs: 500 },
    );
    expect(end).toEqual([200, 'ECONNRESET', 'ECONNREFUSED']);
  });

  test('loses all that is sent over it from when its other end is gone, until it is closed', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const once = (url: string): Promise<unknown> =>
      new Promise((resolve) => {
        const asked = http.get(url, { agent, timeout: 5_000 }, (response) => {
          response.resume().on('end', () => resolve(response.statusCode));
        });
        asked.on('timeout', () => {
          resolve('nothing');
          asked.destroy();
        });
        asked.on('error', () => {});
      });
    const { end, it } = await device(
      async ({ edgeUrl }) => [await once(edgeUrl), await once(edgeUrl), await once(edgeUrl)],
      tenLetters,
      // The second request only: the third goes over a new connection.
      { network: { onRequest: fault([1], { kind: 'half-open' }) } },
    );
    expect(end).toEqual([200, 'nothing', 200]);
    expect(it.kinds().filter((kind) => kind === 'request_lost')).toHaveLength(1);
  });
});

describe('an answer that breaks off', () => {
  // Seven of ten letters.
  const network = (closes: boolean) => ({ onAnswer: fault([0], { kind: 'cut', share: 0.7, closes }) });

  test.for([
    [true, 'the end of its connection, of which the request says nothing', ['abcdefg', 'aborted', 'closed']],
    [false, 'ECONNRESET, of which the request says an error', ['abcdefg', 'error', 'aborted', 'closed']],
  ] as const)(
    'gives a socket its head and what has come, then (closed: %s) %s',
    async ([closes, , heard]) => {
      const { end, it } = await device(
        ({ edgeUrl }) =>
          new Promise((done) => {
            const heardOf: string[] = [];
            let text = '';
            const asked = http.get(edgeUrl, (response) => {
              response.on('data', (chunk: Buffer) => (text += chunk.toString()));
              response.on('end', () => heardOf.push('end'));
              response.on('aborted', () => heardOf.push('aborted'));
            });
            asked.on('error', () => heardOf.push('error'));
            asked.on('close', () => done([text, ...heardOf, 'closed']));
          }),
        tenLetters,
        { network: network(closes) },
      );
      expect(end).toEqual(heard);
      expect(it.kinds()).toContain('attempt_reset');
    },
  );

  test('is an error of the response that says ECONNRESET, either way', async () => {
    const codeOf = (closes: boolean) =>
      device(
        ({ edgeUrl }) =>
          new Promise((done) => {
            const asked = http.get(edgeUrl, (response) => {
              response.resume().on('error', (error) => done(Reflect.get(error, 'code')));
            });
            asked.on('error', () => {});
          }),
        tenLetters,
        { network: network(closes) },
      );
    expect([(await codeOf(true)).end, (await codeOf(false)).end]).toEqual(['ECONNRESET', 'ECONNRESET']);
  });

  test.for([
    [true, 'UND_ERR_SOCKET'],
    [false, 'ECONNRESET'],
  ] as const)(
    'gives fetch a response whose body fails, as undici words it (closed: %s): %s',
    async ([closes, code]) => {
      const { end } = await device(
        async ({ edgeUrl }) => {
          const response = await globalThis.fetch(edgeUrl);
          const error: unknown = await response.text().catch((caught: unknown) => caught);
          return [
            response.status,
            error instanceof Error && [error.message, Reflect.get(Object(error.cause), 'code')],
          ];
        },
        tenLetters,
        { network: network(closes) },
      );
      expect(end).toEqual([200, ['terminated', code]]);
    },
  );
});

describe('an answer that dribbles in', () => {
  const network = () => ({ onAnswer: fault([0], { kind: 'dribble', us: 6_000_000 }) });

  test('outlasts a client that only waits for the next byte', async () => {
    const { end } = await device(
      ({ edgeUrl, clock }) =>
        new Promise((done) => {
          const asked = http.get(edgeUrl, { timeout: 2_000 }, (response) => {
            let text = '';
            const headAt = clock.monotonic();
            response.on('data', (chunk: Buffer) => (text += chunk.toString()));
            response.on('end', () => done([text, clock.monotonic() - headAt]));
          });
          asked.on('timeout', () => done('timeout'));
        }),
      tenLetters,
      { network: network() },
    );
    expect(end).toEqual(['abcdefghij', 6_000]);
  });

  test('comes to fetch piece by piece, and the end of its patience ends it', async () => {
    const { end, it } = await device(
      async ({ edgeUrl }) => {
        const response = await globalThis.fetch(edgeUrl, { signal: AbortSignal.timeout(3_000) });
        const text = await response.text().catch((error: unknown) => Reflect.get(Object(error), 'name'));
        return [response.status, text];
      },
      tenLetters,
      { network: network() },
    );
    expect(end).toEqual([200, 'TimeoutError']);
    expect(it.kinds().slice(-2)).toEqual(['attempt_abandoned', 'answer_late']);
  });
});

describe('HTTP/2', () => {
  const two = (url: string, path: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const session = http2.connect(url);
      const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'text/plain' });
      let text = '';
      let status: unknown = null;
      stream.on('response', (headers) => (status = headers[':status']));
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('error', reject);
      stream.on('end', () => {
        session.close();
        resolve([status, text]);
      });
      stream.end('hello');
    });

  test('is spoken with who offers nothing else, plainly and over TLS', async () => {
    const { end, it } = await device(async ({ edgeUrl }) => {
      const { host } = new URL(edgeUrl);
      const answers = [await two(`http://${host}`, '/a?b=1'), await two(`https://${host}`, '/c')];
      return answers.flat().map((part) => (typeof part === 'string' ? JSON.parse(part) : part));
    });
    expect(end).toMatchObject([
      200,
      { method: 'POST', url: '/a?b=1', type: 'text/plain', body: 'hello' },
      200,
      { url: '/c', body: 'hello' },
    ]);
    expect(it.unsupported).toEqual([]);
  });

  test('has a stream reset where a request is, and the session goes on', async () => {
    const { end } = await device(
      async ({ edgeUrl }) => {
        const session = http2.connect(edgeUrl);
        const once = (): Promise<unknown> =>
          new Promise((done) => {
            const stream = session.request({ ':path': '/' });
            stream.on('response', (headers) => done(headers[':status']));
            stream.on('error', (error) => done(Reflect.get(error, 'code')));
          });
        return [await once(), await once()];
      },
      tenLetters,
      { network: { onRequest: fault([0], { kind: 'reset', processed: false }) } },
    );
    expect(end).toEqual(['ERR_HTTP2_STREAM_ERROR', 200]);
  });

  const cut = (closes: boolean) => ({ onAnswer: fault([0], { kind: 'cut', share: 0.7, closes }) });
  const reset = { onRequest: fault([0], { kind: 'reset', processed: true }) };
  test.for([
    ['the end of what came', 'an answer is cut by a close', { network: cut(true) }, 'end', 'NGHTTP2_CANCEL'],
    ['an error', 'an answer is cut by a reset', { network: cut(false) }, 'error', 'NGHTTP2_INTERNAL_ERROR'],
    ['an error', 'the request is reset', { network: reset }, 'error', 'NGHTTP2_INTERNAL_ERROR'],
    ['a refusal', 'the edge is down', { crashEdgeAtMs: 10 }, 'error', 'NGHTTP2_REFUSED_STREAM'],
  ] as const)('gives a stream %s where %s', async ([, , world, last, code]) => {
    const { end } = await device(
      async ({ edgeUrl, clock }) => {
        await clock.sleep(100);
        const stream = http2.connect(edgeUrl).request({ ':path': '/' });
        const heard: string[] = [];
        stream.resume();
        for (const event of ['end', 'error']) stream.on(event, () => heard.push(event));
        await new Promise((done) => stream.once('close', done));
        return [heard, stream.rstCode];
      },
      tenLetters,
      world,
    );
    expect(end).toEqual([[last], http2.constants[code]]);
  });
});

/** What a device gets for each of its tries: an answer, or the code of an error. */
async function tries(act: (env: DeviceEnv) => readonly Promise<unknown>[]) {
  const code = (error: unknown): unknown =>
    error instanceof Error ? (Reflect.get(error, 'code') ?? Reflect.get(Object(error.cause), 'code')) : error;
  const { it, end } = await device((env) => Promise.all(act(env).map((tried) => tried.catch(code))));
  return { end, unsupported: it.unsupported };
}

const OTHER = ['ENOTFOUND', 'ECONNREFUSED'] as const;

describe('what is not simulated', () => {
  test('is another host or port than those of the edge: refused as the system does, and told', async () => {
    const { end, unsupported } = await tries(({ edgeUrl, fetch }) => [
      ask('http://example.org/'),
      ask('http://127.0.0.1:6379/'),
      ask(edgeUrl.replace('edge.petrel', 'edge.petrel:8080')),
      fetch('http://example.net/a', { method: 'GET', headers: {} }),
      globalThis.fetch('https://example.com/'),
    ]);
    const [noHost, nobody] = OTHER;
    expect(end).toEqual([noHost, nobody, nobody, noHost, noHost]);
    expect(unsupported.map((line) => line.replace('device-001: ', '')).toSorted()).toEqual([
      'a connection to 127.0.0.1:6379',
      'a connection to edge.petrel:8080',
      'a connection to example.com:443',
      'a connection to example.net:80',
      'a connection to example.org:80',
    ]);
  });

  test('is not where an answer has sent the device: that there is no such host is the world', async () => {
    const portal: EdgeFactory = () => ({
      handler: (_request, response) => response.writeHead(302, { location: 'http://portal.example/' }).end(),
    });
    const { it, end } = await device(async ({ edgeUrl }) => {
      const { location } = await new Promise<http.IncomingHttpHeaders>((resolve) => {
        http.get(edgeUrl, ({ headers }) => resolve(headers));
      });
      return [
        await ask(String(location)).catch((error: unknown) => Reflect.get(Object(error), 'code')),
        await globalThis.fetch(edgeUrl).catch((error: unknown) => Reflect.get(Object(error).cause, 'code')),
      ];
    }, portal);
    expect(end).toEqual(['ENOTFOUND', 'ENOTFOUND']);
    expect(it.unsupported).toEqual([]);
  });

  test('are datagrams, pipes, and what is no HTTP', async () => {
    const { end, unsupported } = await tries(({ edgeUrl }) => [
      new Promise((done) => {
        dgram.createSocket('udp4').send('x', 8125, '10.1.1.1', (_error, bytes) => done(bytes));
      }),
      new Promise((done) => void net.connect('/run/x.sock').on('error', done)).then((error) => error),
      new Promise((done) => {
        const socket = net.connect(80, new URL(edgeUrl).hostname, () => void socket.write('hello\r\n\r\n'));
        socket.on('data', (data: Buffer) => done(data.toString().slice(0, 12)));
      }),
    ]);
    expect(end).toEqual([1, expect.objectContaining({ code: 'ECONNREFUSED' }), 'HTTP/1.1 400']);
    expect(unsupported).toEqual([
      'device-001: datagrams to port 8125',
      'device-001: a connection to the pipe /run/x.sock',
      'device-001: a connection to the edge that does not speak HTTP',
    ]);
  });
});

describe('a name', () => {
  test('of the edge, an address and the machine itself are known, and no server is asked', async () => {
    const { end, unsupported } = await tries(() => [
      dns.promises.lookup('edge.petrel'),
      promisify(dns.lookup)('edge.petrel', { all: true }),
      dns.promises.resolve4('edge.petrel'),
      new dns.promises.Resolver().resolve('edge.petrel', 'A'),
      dns.promises.lookup('localhost'),
      dns.promises.lookup('192.0.2.1'),
      dns.promises.resolve6('edge.petrel'),
      dns.promises.lookup('example.org'),
      promisify(dns.resolveMx)('example.org'),
    ]);
    const address = '10.255.255.254';
    expect(end).toEqual([
      { address, family: 4 },
      [{ address, family: 4 }],
      [address],
      [address],
      { address: '127.0.0.1', family: 4 },
      { address: '192.0.2.1', family: 4 },
      'ENODATA',
      'ENOTFOUND',
      'ENOTFOUND',
    ]);
    expect(new Set(unsupported)).toEqual(new Set(['device-001: the host example.org']));
  });
});

describe('undici', () => {
  test('has a dispatcher of its own for each host, and sends over its sockets', async () => {
    const asks = async ({ edgeUrl }: DeviceEnv): Promise<unknown> => {
      const { statusCode, body } = await undici.request(edgeUrl, { dispatcher: new undici.Agent() });
      const key = Symbol.for('undici.globalDispatcher.1');
      return {
        statusCode,
        body: await body.json(),
        key,
        isUsual: key === Symbol.for('undici.globalDispatcher.1'),
      };
    };
    const { it, ends } = await smallWorld({
      carrier: 'inject',
      edge: echo,
      devices: [asks, asks],
      forMs: 1_000,
    });
    it.close();
    const [first, second] = ends.map(Object);
    expect(first).toMatchObject({ statusCode: 200, isUsual: true, body: { remoteAddress: '10.0.0.1' } });
    expect(second).toMatchObject({ statusCode: 200, body: { remoteAddress: '10.0.0.2' } });
    expect(first.key).not.toBe(second.key);
  });

  test.for([false, true])('reaches the edge over TLS, with HTTP/2 offered: %s', async (allowH2) => {
    const { end } = await device(async ({ edgeUrl }) => {
      const dispatcher = new undici.Agent({ allowH2 });
      const { statusCode, body } = await undici.request(edgeUrl.replace('http:', 'https:'), {
        dispatcher,
        method: 'POST',
        body: 'x',
      });
      return [statusCode, Reflect.get(Object(await body.json()), 'body')];
    });
    expect(end).toEqual([200, 'x']);
  });

  test('sends what the global fetch is told to send by it', async () => {
    const seen: unknown[] = [];
    const { end } = await device(async ({ edgeUrl }) => {
      const agent = new undici.Agent().compose((dispatch) => (options, handler) => {
        seen.push(options.path);
        return dispatch(options, handler);
      });
      // Of another version than the one that Node's types know.
      const init: object = { method: 'POST', body: 'x', dispatcher: agent };
      const answer = await globalThis.fetch(edgeUrl, init);
      return [answer.status, Reflect.get(Object(await answer.json()), 'body')];
    });
    expect(end).toEqual([200, 'x']);
    expect(seen).toEqual(['/ingest']);
  });
});
