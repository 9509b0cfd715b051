import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { realClock } from '../../program/index.ts';
import { createTestEdge, message } from '../testing/test-edge.ts';
import type { TestEdge } from '../testing/test-edge.ts';
import { serve } from './serve.ts';
import type { RunningEdge, ServeOptions } from './serve.ts';

/** What only a socket can send, against the edge as it listens. */
let edge: TestEdge;
let running: RunningEdge;
const sockets: Socket[] = [];

async function listen(options: Partial<ServeOptions> = {}): Promise<void> {
  edge = createTestEdge();
  const quiet = (): void => {};
  running = await serve({ edge, clock: realClock, log: quiet, port: 0, host: '127.0.0.1', ...options });
}

beforeEach(() => listen());

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await running.stop('test');
});

function open(): Socket {
  const socket = connect(running.port, '127.0.0.1').setEncoding('latin1');
  socket.on('error', () => {});
  sockets.push(socket);
  return socket;
}

/** All that comes back until the edge ends the connection, or `until` is in it. */
function heard(socket: Socket, until?: RegExp): Promise<string> {
  let text = '';
  return new Promise((resolve) => {
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (until?.test(text) === true) resolve(text);
    });
    socket.on('close', () => resolve(text));
  });
}

async function speak(text: string, until?: RegExp): Promise<string> {
  const socket = open();
  socket.write(text, 'latin1');
  return heard(socket, until);
}

function statuses(text: string): readonly number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]));
}

const BODY = JSON.stringify(message(1));
const HEAD = 'POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const GOOD = `${HEAD}Content-Length: ${BODY.length}\r\n\r\n${BODY}`;

/** The head with other lines, and the good body behind it. */
const withLines = (...lines: readonly string[]): string => `${HEAD}${lines.join('\r\n')}\r\n\r\n${BODY}`;
const LENGTH = `Content-Length: ${BODY.length}`;
const CHUNKED = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`;
const many = (count: number, name: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}${index}: 1`);

describe('over a socket', () => {
  test.for<readonly [string, string, number, string]>([
    ['two lengths', withLines(LENGTH, LENGTH), 400, 'malformed_request'],
    ['a negative length', withLines('Content-Length: -5'), 400, 'malformed_request'],
    ['a length and chunks', withLines(LENGTH, 'Transfer-Encoding: chunked'), 400, 'malformed_request'],
    [
      'chunks of gzip',
      withLines('Transfer-Encoding: gzip, chunked').replace(BODY, CHUNKED),
      400,
      'ambiguous_request',
    ],
    [
      'a coding nobody knows',
      withLines('Transfer-Encoding: xchunked').replace(BODY, CHUNKED),
      400,
      'ambiguous_request',
    ],
    ['HTTP/0.9', GOOD.replace('HTTP/1.1', 'HTTP/0.9'), 400, 'ambiguous_request'],
    ['HTTP/2.0 without its preface', GOOD.replace('HTTP/1.1', 'HTTP/2.0'), 400, 'ambiguous_request'],
    ['a bare LF', `POST /ingest HTTP/1.1\nHost: x\n${LENGTH}\n\n${BODY}`, 400, 'malformed_request'],
    ['a NUL in a header', withLines('X-A: a\0b', LENGTH), 400, 'malformed_request'],
    ['no host', GOOD.replace('Host: x\r\n', ''), 400, 'ambiguous_request'],
    ['two hosts', withLines('Host: y', LENGTH), 400, 'ambiguous_request'],
    ['a host with a path', GOOD.replace('Host: x', 'Host: x/y'), 400, 'ambiguous_request'],
    ['a host with a user', GOOD.replace('Host: x', 'Host: a@x'), 400, 'ambiguous_request'],
    ['two types', withLines('Content-Type: text/plain', LENGTH), 400, 'ambiguous_request'],
    [
      'two authorizations',
      withLines('Authorization: a', 'Authorization: b', LENGTH),
      400,
      'ambiguous_request',
    ],
    ['a folded header', withLines('X-A: a\r\n b', LENGTH), 400, 'malformed_request'],
    ['a blank before a colon', withLines('X-A : a', LENGTH), 400, 'malformed_request'],
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'malformed_request'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00', 400, 'malformed_request'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'malformed_request'],
    ['a tunnel', 'CONNECT edge:443 HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'malformed_request'],
    ['headers over 16 KiB', withLines(`X-A: ${'a'.repeat(16_384)}`, LENGTH), 431, 'headers_too_large'],
    ['2,500 small headers', withLines(...many(2500, 'a'), LENGTH), 431, 'too_many_headers'],
    ['101 lines', withLines(...many(98, 'X-'), LENGTH), 431, 'too_many_headers'],
    [
      'gzip behind 1,400 other headers',
      withLines(...many(1400, 'a'), 'Content-Encoding: gzip', LENGTH),
      431,
      'too_many_headers',
    ],
    ['another expectation', withLines('Expect: 200-ok', LENGTH), 417, 'expectation_failed'],
    ['an expectation among others', withLines('Expect: 100-continue, x', LENGTH), 417, 'expectation_failed'],
    [
      'an expectation twice',
      withLines('Expect: 100-continue', 'Expect: 100-continue', LENGTH),
      417,
      'expectation_failed',
    ],
    ['a target of FTP', GOOD.replace('/ingest', 'ftp://x/ingest'), 400, 'bad_path'],
    ['a target with dots', GOOD.replace('/ingest', 'http://x/a/../ingest'), 400, 'bad_path'],
    ['a fragment', GOOD.replace('/ingest', '/ingest#a'), 400, 'bad_path'],
  ])('%s is refused, and all goes on', async ([, text, status, reason]) => {
    const answer = await speak(text, /\}$/);
    expect(statuses(answer)).toStrictEqual([status]);
    expect(answer).toContain('content-type: application/problem+json');
    expect(answer).not.toMatch(/node_modules|\.ts\b|<html/);
    const id = /x-correlation-id: (\S+)/i.exec(answer)?.[1];
    expect(edge.lines).toMatchObject([
      { level: 'warn', event: 'request_refused', fields: { reason, status, correlation_id: id } },
    ]);
    expect(edge.stored).toStrictEqual([]);
    const scrape = await speak(
      'GET /metrics HTTP/1.1\r\nHost: x\r\nAccept: text/plain\r\n\r\n',
      /slow_total \d/,
    );
    expect(scrape).toContain(`petrel_edge_refusals_total{reason="${reason}"} 1\n`);
    expect(statuses(await speak('GET /health HTTP/1.1\r\nHost: x\r\n\r\n', /\}$/))).toStrictEqual([200]);
    expect(statuses(await speak(GOOD, /\}$/))).toStrictEqual([200]);
    expect(Reflect.get({}, 'admin')).toBeUndefined();
  });

  test('a body that is no HTTP is refused like any other, once', async () => {
    const socket = open();
    const all = heard(socket);
    socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`);
    expect(statuses(await all)).toStrictEqual([400]);
    expect(edge.lines).toMatchObject([{ event: 'request_refused', fields: { reason: 'malformed_request' } }]);
    expect(edge.metrics()).toMatchObject({ received_total: 1, rejected_total: 1, in_progress: 0 });
  });

  test('a good request before a broken one is answered first', async () => {
    expect(statuses(await speak(`${GOOD}hello\r\n\r\n`))).toStrictEqual([200, 400]);
  });

  test('what follows the last answer of a connection gets none', async () => {
    const text = withLines('Transfer-Encoding: xchunked').replace(BODY, `${CHUNKED}hello\r\n\r\n`);
    expect(statuses(await speak(text))).toStrictEqual([400]);
    expect(statuses(await speak(`${withLines('Connection: close', LENGTH)}hello\r\n\r\n`))).toStrictEqual([
      200,
    ]);
  });

  test('an upgrade is ignored', async () => {
    const text = withLines('Connection: upgrade', 'Upgrade: websocket', LENGTH);
    expect(statuses(await speak(text, /\}$/))).toStrictEqual([200]);
  });

  test('100-continue is met', async () => {
    const socket = open();
    const all = heard(socket, /\}$/);
    socket.write(`${HEAD}Expect: 100-continue\r\n${LENGTH}\r\n\r\n`);
    socket.once('data', () => socket.write(BODY));
    expect(statuses(await all)).toStrictEqual([100, 200]);
  });

  test.for<readonly [string, string, number]>([
    ['a body that is too long', HEAD, 413],
    ['a method that is none', HEAD.replace('POST', 'PUT'), 405],
    ['a path that is none', HEAD.replace('/ingest', '/nowhere'), 404],
  ])('nobody is told to send %s', async ([, head, status]) => {
    const answer = await speak(`${head}Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n`);
    expect(statuses(answer)).toStrictEqual([status]);
    expect(answer).toMatch(/^connection: close\r$/im);
  });

  const ENDLESS = 'Content-Length: 1000000000000\r\n';
  const CHUNKS = 'Transfer-Encoding: chunked\r\n';
  test.for<readonly [string, string, number]>([
    ['POST /ingest', CHUNKS, 413],
    ['PUT /ingest', CHUNKS, 405],
    ['GET /health', CHUNKS, 200],
    ['GET /metrics', ENDLESS, 200],
    ['POST /nowhere', ENDLESS, 404],
    ['POST /%', ENDLESS, 400],
  ])('a body without an end is not read on and on, by "%s" with %j', async ([line, framing, status]) => {
    const socket = open();
    const all = heard(socket);
    socket.write(`${line} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${framing}\r\n`);
    const content = 'x'.repeat(0x10000);
    const chunk = framing === CHUNKS ? `10000\r\n${content}\r\n` : content;
    let sent = 0;
    const more = (): void => {
      while (!socket.destroyed && socket.write(chunk)) sent += 1;
      sent += 1;
    };
    socket.on('drain', more);
    more();
    expect(statuses(await all)).toStrictEqual([status]);
    // 1 MiB is read beyond the limit, and some more is on the way in buffers of the machine: not gigabytes.
    expect(sent * 0x10000).toBeLessThan(64 * 1_048_576);
  });
});

describe('a limit of time is kept at its time', () => {
  beforeEach(async () => {
    await running.stop('test');
    await listen({ times: { headersMs: 40, requestMs: 80 } });
  });

  test.for<readonly [string, string]>([
    ['a head that does not end', 'POST /ingest HTTP/1.1\r\nHost: x\r\n'],
    ['a body that does not end', `${HEAD}${LENGTH}\r\n\r\n{`],
  ])('%s gets 408', async ([, text]) => {
    const answer = await speak(text);
    expect(statuses(answer)).toStrictEqual([408]);
    expect(answer).toContain('content-type: application/problem+json');
    expect(edge.lines).toMatchObject([
      { event: 'request_refused', fields: { reason: 'request_timeout', status: 408 } },
    ]);
    expect(edge.metrics().in_progress).toBe(0);
  });

  test('a connection that says nothing is ended', async () => {
    await heard(open());
  });
});

describe('connections', () => {
  test('beyond the limit take the place of the one that was idle longest', async () => {
    await running.stop('test');
    await listen({ connectionsMax: 3 });
    const idle = [open(), open(), open()];
    await Promise.all(idle.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    const gone = new Promise((resolve) => idle[0]?.once('close', resolve));
    expect(statuses(await speak(GOOD, /\}$/))).toStrictEqual([200]);
    await gone;
    expect(idle.map(({ closed }) => closed)).toStrictEqual([true, false, false]);
  });

  test('have a hundred requests open at once, and the answer to the last of them ends them', async () => {
    const answer = await speak('GET /health HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(1_000));
    expect(statuses(answer)).toStrictEqual(Array(100).fill(200));
    expect(answer.match(/connection: close/gi)).toHaveLength(1);
    expect(answer).toMatch(/connection: close[^]*?\r\n\r\n\{"status":"ok"\}$/i);
    // One after the other they may be as many as they like.
    const socket = open();
    const all = heard(socket);
    let answered = 0;
    socket.on('data', () => {
      answered += 1;
      socket.write(`GET /health HTTP/1.1\r\nHost: x\r\n${answered < 150 ? '' : 'Connection: close\r\n'}\r\n`);
    });
    socket.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(statuses(await all)).toHaveLength(151);
  });

  test('that never sent a request do not hold up the stop', async () => {
    const idle = open();
    await new Promise((resolve) => idle.once('connect', resolve));
    // One that is half way through a head, too.
    const begun = open();
    begun.write('POST /ingest');
    while ((await speak('GET /health HTTP/1.1\r\nHost: x\r\n\r\n', /\}$/)) === '');
    await Promise.all([running.stop('SIGTERM'), heard(idle), heard(begun)]);
  });
});
