import { createServer, request as httpRequest } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createTestEdge, message, post } from '../testing/test-edge.ts';
import type { TestEdge } from '../testing/test-edge.ts';

/** What no client library can send: these speak over a socket. */
const opened: (Server | Socket)[] = [];

afterEach(() => {
  for (const each of opened.splice(0)) {
    if ('closeAllConnections' in each) {
      each.closeAllConnections();
      each.close();
    } else each.destroy();
  }
});

async function listen(edge: TestEdge): Promise<number> {
  const server = createServer(edge.handler);
  opened.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Sends the text, and gives all that comes back until the server or we end it. */
async function speak(port: number, text: string, until: RegExp): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  opened.push(socket);
  let heard = '';
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      if (until.test(heard)) resolve(heard);
    });
    socket.on('close', () => resolve(heard));
    socket.write(text);
  });
}

function postText(body: string): string {
  return `POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

function statuses(heard: string): readonly string[] {
  return [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => match[1] ?? '');
}

describe('a connection', () => {
  test('gets three pipelined requests answered in order, the bad one in the middle too', async () => {
    const edge = createTestEdge();
    const port = await listen(edge);
    const text = postText(JSON.stringify(message(1))) + postText('{') + postText(JSON.stringify(message(2)));
    const heard = await speak(port, text, /"sequence_id":2\}/);
    expect(statuses(heard)).toStrictEqual(['200', '400', '200']);
    expect(edge.stored).toStrictEqual([message(1), message(2)]);
  });

  test('gets 413 for a body whose chunks run over the limit, and is good for the next request', async () => {
    const edge = createTestEdge();
    const port = await listen(edge);
    // Two chunks of 0x3000 = 12,288 bytes: the second crosses 16,384.
    const chunk = `3000\r\n${'x'.repeat(0x3000)}\r\n`;
    const head =
      'POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    const next = postText(JSON.stringify(message(1)));
    const heard = await speak(port, `${head}${chunk}${chunk}0\r\n\r\n${next}`, /"sequence_id":1\}/);
    expect(statuses(heard)).toStrictEqual(['413', '200']);
    expect(edge.metrics()).toMatchObject({
      received_total: 2,
      rejected_total: 1,
      accepted_total: 1,
      in_progress: 0,
    });
    expect(edge.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  test('gets 413 for a large Content-Length before it sends the body', async () => {
    const edge = createTestEdge();
    const port = await listen(edge);
    const head =
      'POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n';
    expect(statuses(await speak(port, head, /\r\n\r\n\{.*\}/))).toStrictEqual(['413']);
  });

  test('that ends in mid-body stores nothing and is counted as aborted', async () => {
    const edge = createTestEdge();
    const port = await listen(edge);
    const whole = postText(JSON.stringify(message(1)));
    const socket = connect(port, '127.0.0.1');
    opened.push(socket);
    socket.write(whole.slice(0, -5).replace('Host: x', 'Host: x\r\nX-Correlation-Id: corr-1'));
    while (edge.metrics().in_progress === 0) await new Promise(setImmediate);
    expect(edge.metrics()).toMatchObject({ received_total: 1, in_progress: 1 });
    socket.resetAndDestroy();
    while (edge.metrics().in_progress === 1) await new Promise(setImmediate);
    expect(edge.metrics()).toMatchObject({ received_total: 1, aborted_total: 1, idempotency_entries: 0 });
    expect(edge.lines).toStrictEqual([
      { level: 'warn', event: 'request_aborted', fields: { correlation_id: 'corr-1' } },
    ]);
    const heard = await speak(port, whole, /"sequence_id":1\}/);
    expect(statuses(heard)).toStrictEqual(['200']);
  });

  test('that ends while the edge is slow leaves the reading stored and counted as accepted', async () => {
    const edge = createTestEdge({ slow: { probability: 1, minMs: 100, maxMs: 100, stage: 'before-commit' } });
    const port = await listen(edge);
    const socket = connect(port, '127.0.0.1');
    opened.push(socket);
    socket.write(postText(JSON.stringify(message(1))));
    while (edge.clock.timers === 0) await new Promise(setImmediate);
    socket.resetAndDestroy();
    await edge.clock.advanceAsync(100);
    expect(edge.stored).toStrictEqual([message(1)]);
    expect(edge.metrics()).toMatchObject({ accepted_total: 1, aborted_total: 0, in_progress: 0 });
  });

  test('gets no body for HEAD', async () => {
    const edge = createTestEdge();
    const port = await listen(edge);
    const heads = ['/health', '/metrics', '/ingest', '/nowhere'].map(
      (path) => `HEAD ${path} HTTP/1.1\r\nHost: x\r\n\r\n`,
    );
    const heard = await speak(port, heads.join(''), /(HTTP[^{]*){4}\r\n\r\n$/);
    expect(statuses(heard)).toStrictEqual(['200', '200', '405', '404']);
    expect(heard).not.toContain('{');
  });

  test('reaches the ingest path by an absolute target', async () => {
    const edge = createTestEdge();
    const port = await listen(edge);
    const text = postText(JSON.stringify(message(1))).replace('/ingest', 'http://edge.example/ingest');
    expect(statuses(await speak(port, text, /\}$/))).toStrictEqual(['200']);
  });

  test.for(['http://[/ingest', 'mailto:x', '*', 'http://x', '//', '/\\', '?x'])(
    'gets a problem for the target %s',
    async (target) => {
      const edge = createTestEdge();
      const port = await listen(edge);
      const heard = await speak(
        port,
        `OPTIONS ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
        /\}$/,
      );
      expect(statuses(heard)[0]).toMatch(/^40[04]$/);
      expect(heard).not.toContain('<html');
    },
  );

  test('closes after the answer while the edge is draining', async () => {
    const edge = createTestEdge();
    const port = await listen(edge);
    edge.beginDraining();
    const heard = await speak(port, postText(JSON.stringify(message(1))), /never/);
    expect(statuses(heard)).toStrictEqual(['503']);
    expect(heard.toLowerCase()).toContain('connection: close');
  });

  test('carries a Date only where it is wanted', async () => {
    const seen: (string | undefined)[] = [];
    for (const sendDate of [true, false]) {
      const port = await listen(createTestEdge({}, { sendDate }));
      await new Promise<void>((resolve) => {
        httpRequest({ port, path: '/health' }, (response) => {
          seen.push(response.headers.date === undefined ? 'without' : 'with');
          response.resume().on('end', resolve);
        }).end();
      });
    }
    expect(seen).toStrictEqual(['with', 'without']);
  });

  test('is answered over HTTP just as the pipeline answers without it', async () => {
    const headers = { 'x-correlation-id': 'corr-1' };
    const direct = await createTestEdge().ingest(post(message(1), headers));
    const port = await listen(createTestEdge());
    const text = postText(JSON.stringify(message(1))).replace(
      'Host: x',
      'Host: x\r\nX-Correlation-Id: corr-1',
    );
    const heard = await speak(port, text, /\}$/);
    expect(heard.split('\r\n\r\n')[1]).toBe(direct.body);
    for (const [name, value] of Object.entries(direct.headers)) expect(heard).toContain(`${name}: ${value}`);
  });
});

describe('an edge under more load than it can bear', () => {
  const HEAD = 'POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

  test('refuses before it has read, counts it, and takes what comes next on the connection', async () => {
    let isOverloaded = true;
    const edge = createTestEdge({}, { isOverloaded: () => isOverloaded });
    const port = await listen(edge);
    const socket = connect(port, '127.0.0.1');
    opened.push(socket);
    let heard = '';
    const answered = (count: number): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (statuses(heard).length >= count) resolve();
        };
        socket.on('data', look);
        look();
      });
    socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
    // No more than the head: who waited for the body would not answer.
    socket.write(`${HEAD}Content-Length: 20\r\n\r\n`);
    await answered(1);
    expect(edge.metrics()).toMatchObject({ received_total: 1, transient_503_total: 1, in_progress: 0 });
    isOverloaded = false;
    socket.write(`${'x'.repeat(20)}${postText(JSON.stringify(message(1)))}`);
    await answered(2);
    expect(statuses(heard)).toEqual(['503', '200']);
    expect(heard).toMatch(/^Retry-After: 1\r$/im);
  });

  test.for([
    ['chunked', 'Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n', 503],
    ['longer than is allowed', `Content-Length: 20000\r\n\r\n${'x'.repeat(20_000)}`, 503],
    ['to another path', 'Content-Length: 1\r\n\r\nx', 404],
  ] as const)('looks at a body that is %s as ever', async ([what, rest, status]) => {
    const edge = createTestEdge({}, { isOverloaded: () => true });
    const port = await listen(edge);
    const head = what === 'to another path' ? HEAD.replace('/ingest', '/other') : HEAD;
    const heard = await speak(port, head + rest, /HTTP\/1\.1 \d/);
    expect(statuses(heard)).toEqual([String(status)]);
  });
});
