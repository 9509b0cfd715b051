import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import supertest from 'supertest';
import { describe, expect, test } from 'vitest';
import type { Metrics } from '../protocol/index.ts';
import { metricsSchema, problemSchema } from '../protocol/index.ts';
import { realClock } from '../program/index.ts';
import { serve } from './server/serve.ts';
import { createTestEdge, message } from './testing/test-edge.ts';
import type { TestEdge } from './testing/test-edge.ts';

interface Row {
  readonly name: string;
  readonly method?: 'get' | 'put' | 'patch' | 'delete' | 'trace' | 'options' | 'post';
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: a valid message. */
  readonly body?: string | Buffer | null;
  readonly status: number;
  /** The label under which `/metrics` counts it. */
  readonly reason: string;
  readonly answer?: Readonly<Record<string, string>>;
}

const JSON_TYPE = { 'content-type': 'application/json' };
/** Nothing of a payload may show up in a log or an answer; these are parts of payloads. */
const MARKED_VALUE = 4242.125;
const MARKED_TEXT = 'pAyLoAd';
const VALID = message(7, { values: { temperature_c: MARKED_VALUE } });
const valid = JSON.stringify(VALID);

/** The valid message, with some fields replaced; `undefined` leaves one out. */
function changed(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...VALID, ...fields });
}

/** The valid message as text, with one piece of it replaced. */
function patched(piece: string, by: string): string {
  expect(valid).toContain(piece);
  return valid.replace(piece, by);
}

const unreadable = (name: string, body: string | Buffer): Row => ({
  name,
  body,
  status: 400,
  reason: 'invalid_json',
});
const invalid = (name: string, fields: Readonly<Record<string, unknown>>): Row => ({
  name,
  body: changed(fields),
  status: 400,
  reason: 'invalid_message',
});
const unsupported = (name: string, headers: Readonly<Record<string, string>>, body?: Buffer): Row => ({
  name,
  headers,
  ...(body === undefined ? {} : { body }),
  status: 415,
  reason: 'unsupported_media_type',
});
const wrongMethod = (method: NonNullable<Row['method']>): Row => ({
  name: `${method.toUpperCase()} on /ingest`,
  method,
  body: null,
  status: 405,
  reason: 'method_not_allowed',
  answer: { allow: 'POST' },
});
const elsewhere = (path: string, status: number, reason: string): Row => ({
  name: `the path ${path}`,
  path,
  status,
  reason,
});

const ROWS: readonly Row[] = [
  // 16,385 is one more than 16 KiB.
  { name: 'a body over the limit', body: 'x'.repeat(16_385), status: 413, reason: 'too_large' },
  unreadable('truncated JSON', valid.slice(0, -1)),
  unreadable('invalid JSON', `{${MARKED_TEXT}}`),
  unreadable('an empty body', ''),
  unreadable('only blanks', '  '),
  { name: 'a string at the top', body: `"${MARKED_TEXT}"`, status: 400, reason: 'invalid_message' },
  { name: 'a number at the top', body: '42', status: 400, reason: 'invalid_message' },
  { name: 'null at the top', body: 'null', status: 400, reason: 'invalid_message' },
  { name: 'an empty array', body: '[]', status: 400, reason: 'invalid_message' },
  { name: 'readings that are none', body: '{"readings":[]}', status: 400, reason: 'invalid_message' },
  {
    name: 'readings beside something else',
    body: `{"readings":[${valid}],"more":1}`,
    status: 400,
    reason: 'invalid_message',
  },
  { name: 'a list of what are no readings', body: '[1]', status: 400, reason: 'invalid_message' },
  { name: 'more readings than allowed', body: `[${'1,'.repeat(1000)}1]`, status: 413, reason: 'too_large' },
  unreadable('nesting of 33 levels', '['.repeat(33) + ']'.repeat(33)),
  unreadable('nesting of 7,000 levels', '['.repeat(7000) + ']'.repeat(7000)),
  unreadable('__proto__ as a key', patched('{', '{"__proto__":{"admin":true},')),
  unreadable(
    '__proto__ as a key of values',
    patched('"temperature_c"', '"__proto__":{"admin":1},"temperature_c"'),
  ),
  unreadable('constructor as a key', patched('{', '{"constructor":{"prototype":{"admin":true}},')),
  unreadable('prototype as a key', patched('{', '{"prototype":{"admin":true},')),
  unreadable('a duplicate key', patched('{', '{"sequence_id":8,')),
  unreadable('a duplicate key in values', patched('"temperature_c"', '"temperature_c":1,"temperature_c"')),
  unsupported('text/plain', { 'content-type': 'text/plain' }),
  unsupported('no content type', {}, Buffer.from(valid)),
  unsupported('a form', { 'content-type': 'application/x-www-form-urlencoded' }),
  unsupported('another JSON type', { 'content-type': 'application/vnd.x+json' }),
  unsupported('two types in one', { 'content-type': 'application/json, application/json' }),
  unsupported('charset latin1', { 'content-type': 'application/json; charset=iso-8859-1' }),
  unsupported('charset utf-16', { 'content-type': 'application/json;charset="UTF-16"' }),
  unsupported('gzip', { ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync(valid)),
  unsupported('gzip twice', { ...JSON_TYPE, 'content-encoding': 'gzip, gzip' }, gzipSync(gzipSync(valid))),
  unsupported('deflate', { ...JSON_TYPE, 'content-encoding': 'deflate' }),
  unsupported('br', { ...JSON_TYPE, 'content-encoding': 'br' }),
  unsupported('zstd', { ...JSON_TYPE, 'content-encoding': 'zstd' }),
  unreadable('invalid UTF-8', Buffer.from(valid.replace('device-001', 'device-00\xff'), 'latin1')),
  unreadable('a lone surrogate', patched('device-001', 'device-\\ud800')),
  unreadable('a byte order mark', `\ufeff${valid}`),
  unreadable('an integer above 2^53 - 1', patched('"sequence_id":7', '"sequence_id":9007199254740993')),
  unreadable('a number that overflows', patched(String(MARKED_VALUE), '1e400')),
  unreadable('the literal NaN', patched(String(MARKED_VALUE), 'NaN')),
  { ...invalid('sequence_id -0', {}), body: patched('"sequence_id":7', '"sequence_id":-0') },
  { ...invalid('sequence_id -0.0', {}), body: patched('"sequence_id":7', '"sequence_id":-0.0') },
  unreadable(
    'sequence_id 7 and a little',
    patched('"sequence_id":7', '"sequence_id":7.00000000000000000001'),
  ),
  unreadable('sequence_id nearly 0', patched('"sequence_id":7', '"sequence_id":1e-400')),
  invalid('sequence_id -1', { sequence_id: -1 }),
  invalid('sequence_id 1.5', { sequence_id: 1.5 }),
  invalid('sequence_id "1"', { sequence_id: '1' }),
  invalid('sequence_id null', { sequence_id: null }),
  invalid('sequence_id missing', { sequence_id: undefined }),
  invalid('an unknown field', { [MARKED_TEXT]: 1 }),
  invalid('an unknown field with a strange name', { [`${MARKED_TEXT}\r\n\u202e`]: 1 }),
  invalid('device_id missing', { device_id: undefined }),
  invalid('device_id empty', { device_id: '' }),
  invalid('device_id of 10 KB', { device_id: 'd'.repeat(10_240) }),
  invalid('device_id with CR and LF', { device_id: `${MARKED_TEXT}\r\nx` }),
  invalid('device_id that turns text around', { device_id: `${MARKED_TEXT}\u202e` }),
  invalid('device_id that climbs', { device_id: `../${MARKED_TEXT}` }),
  invalid('device_id beyond ASCII', { device_id: `${MARKED_TEXT}-é` }),
  invalid('device_id that is an object', { device_id: { $ne: MARKED_TEXT } }),
  invalid('timestamp that is no date', { timestamp: MARKED_TEXT }),
  invalid('timestamp without milliseconds', { timestamp: '2026-01-01T00:00:00Z' }),
  invalid('timestamp with an offset', { timestamp: '2026-01-01T00:00:00.000+01:00' }),
  invalid('timestamp of no day', { timestamp: '2026-02-30T00:00:00.000Z' }),
  invalid('timestamp in 9999', { timestamp: '9999-01-01T00:00:00.000Z' }),
  invalid('timestamp in 1970', { timestamp: '1970-01-01T00:00:00.000Z' }),
  invalid('timestamp as a number', { timestamp: 1_767_225_600_000 }),
  invalid('values empty', { values: {} }),
  invalid('values missing', { values: undefined }),
  invalid('values as an array', { values: [MARKED_VALUE] }),
  invalid('values as texts', { values: { temperature_c: MARKED_TEXT } }),
  invalid('a value named in capitals', { values: { [MARKED_TEXT]: 1 } }),
  invalid('33 values', { values: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`v${i}`, i])) }),
  ...(['get', 'put', 'patch', 'delete', 'trace', 'options'] as const).map(wrongMethod),
  { ...wrongMethod('put'), name: 'PUT on /ingest with a body', body: valid },
  elsewhere('/nowhere', 404, 'not_found'),
  elsewhere('/', 404, 'not_found'),
  elsewhere('/INGEST', 404, 'not_found'),
  elsewhere('/ingest/', 404, 'not_found'),
  elsewhere('//ingest', 404, 'not_found'),
  elsewhere('/%69ngest', 404, 'not_found'),
  elsewhere('/Metrics', 404, 'not_found'),
  elsewhere('/health/', 404, 'not_found'),
  elsewhere('/%', 400, 'bad_path'),
  elsewhere('/ingest%', 400, 'bad_path'),
  elsewhere('/%ff', 400, 'bad_path'),
  {
    ...elsewhere('/metrics', 405, 'method_not_allowed'),
    name: 'POST on /metrics',
    answer: { allow: 'GET, HEAD' },
  },
  {
    ...elsewhere('/health', 405, 'method_not_allowed'),
    name: 'POST on /health',
    answer: { allow: 'GET, HEAD' },
  },
];

function sendRow(edge: TestEdge, row: Row): supertest.Test {
  const { method = 'post', path = '/ingest', headers = JSON_TYPE, body = valid } = row;
  const request = supertest(edge.handler)[method](path).set(headers);
  // As it is: superagent would print a Buffer as JSON.
  return body === null ? request : request.serialize((data) => data).send(body);
}

/** The same as bytes, and the connection ends after it. */
function rawRow({
  method = 'post',
  path = '/ingest',
  headers = JSON_TYPE,
  body = valid,
}: Partial<Row>): Buffer {
  const bytes = Buffer.from(body ?? '');
  const lines = Object.entries({ host: 'x', ...headers, connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  if (body !== null) lines.push(`content-length: ${bytes.length}`);
  const head = [`${method.toUpperCase()} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

function speak(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1').setEncoding('latin1');
    socket.on('data', (text: string) => (heard += text));
    socket.on('close', () => resolve(heard));
    socket.on('error', reject);
    socket.write(bytes);
  });
}

async function refusalsOf(edge: TestEdge, reason: string): Promise<string | undefined> {
  const scrape = await supertest(edge.handler).get('/metrics').set('accept', 'text/plain').expect(200);
  return scrape.text
    .split('\n')
    .find((line) => line.startsWith(`petrel_edge_refusals_total{reason="${reason}"}`));
}

function sumOfOutcomes(metrics: Metrics): number {
  return (
    metrics.accepted_total +
    metrics.duplicates_total +
    metrics.rejected_total +
    metrics.transient_503_total +
    metrics.rate_limited_total +
    metrics.aborted_total +
    metrics.errors_total +
    metrics.in_progress
  );
}

describe('bad input', () => {
  test.for(ROWS)('$name is answered with $status and leaves no trace but a line and a count', async (row) => {
    const edge = createTestEdge();
    const before = edge.metrics();

    const answer = await sendRow(edge, row).set('x-correlation-id', 'corr-1');

    expect(answer.status).toBe(row.status);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'x-correlation-id': 'corr-1',
      ...row.answer,
    });
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(answer.headers).not.toHaveProperty('etag');
    const problem = problemSchema.parse(JSON.parse(answer.text));
    expect(problem).toMatchObject({ status: row.status, correlation_id: 'corr-1' });
    expect(answer.text).not.toMatch(/\\n\s+at |node_modules|\.ts\b/);
    expect(answer.text).not.toContain(String(MARKED_VALUE));
    if (row.reason === 'invalid_message') expect(problem.errors?.length).toBeGreaterThan(0);

    // One line, with the id and without the payload.
    expect(edge.lines.filter(({ level }) => level === 'warn' || level === 'error')).toHaveLength(1);
    expect(edge.lines).toHaveLength(1);
    expect(edge.lines[0]?.fields).toMatchObject({ correlation_id: 'corr-1', status: row.status });
    const logged = JSON.stringify(edge.lines);
    expect(logged).not.toContain(MARKED_TEXT);
    expect(logged).not.toContain(String(MARKED_VALUE));
    expect(logged).not.toContain('stack');

    expect(await refusalsOf(edge, row.reason)).toBe(`petrel_edge_refusals_total{reason="${row.reason}"} 1`);
    const after = edge.metrics();
    const isIngest = (row.path ?? '/ingest') === '/ingest';
    expect(after.received_total - before.received_total).toBe(isIngest ? 1 : 0);
    expect(after.rejected_total - before.rejected_total).toBe(isIngest ? 1 : 0);
    expect(sumOfOutcomes(after)).toBe(after.received_total);

    expect(edge.stored).toHaveLength(0);
    expect(after.idempotency_entries).toBe(0);
    expect(Reflect.get({}, 'admin')).toBeUndefined();
    await supertest(edge.handler).get('/health').expect(200, { status: 'ok' });
    const good = await supertest(edge.handler).post('/ingest').send(VALID);
    expect(good.status).toBe(200);
    expect(good.body).toStrictEqual({ status: 'accepted', device_id: 'device-001', sequence_id: 7 });
    expect(edge.stored).toStrictEqual([VALID]);
  });

  test('gets the same from the edge as it listens, one after the other over raw sockets, and all goes on', async () => {
    const edge = createTestEdge();
    const running = await serve({ edge, clock: realClock, log: () => {}, port: 0, host: '127.0.0.1' });
    try {
      for (const [index, row] of ROWS.entries()) {
        const answer = await speak(running.port, rawRow(row));
        expect(answer, row.name).toMatch(new RegExp(`^HTTP/1\\.1 ${row.status} `));
        expect(answer, row.name).toContain('content-type: application/problem+json');
        expect(answer, row.name).not.toMatch(/node_modules|\.ts\b|<html/);
        expect([edge.stored.length, edge.lines.length], row.name).toStrictEqual([index, 1]);
        edge.lines.length = 0;
        const good = JSON.stringify(message(1000 + index));
        expect(await speak(running.port, rawRow({ body: good })), row.name).toMatch(/^HTTP\/1\.1 200 /);
        edge.lines.length = 0;
      }
      expect(await speak(running.port, rawRow({ method: 'get', path: '/health', body: null }))).toMatch(
        /^HTTP\/1\.1 200 /,
      );
    } finally {
      await running.stop('test');
    }
    expect(sumOfOutcomes(edge.metrics())).toBe(edge.metrics().received_total);
  });

  test('names every fault of a message at once, and repeats none of its values', async () => {
    const edge = createTestEdge();
    const answer = await supertest(edge.handler)
      .post('/ingest')
      .send({
        device_id: '',
        sequence_id: -1,
        timestamp: MARKED_TEXT,
        values: { 'Bad Name': 1, ok: MARKED_TEXT },
        more: 1,
      });
    const { errors } = problemSchema.parse(JSON.parse(answer.text));
    expect(errors?.map(({ path }) => path)).toStrictEqual([
      'device_id',
      'sequence_id',
      // Neither of the pattern nor an instant.
      'timestamp',
      'timestamp',
      'values.?',
      'values.ok',
      'more',
    ]);
    expect(answer.text).not.toContain(MARKED_TEXT);
  });

  test('as many wrong values as a message may have get an answer that is shorter, for links that are thin', async () => {
    const names = Array.from({ length: 32 }, (_, index) => `cell_voltage_mv_of_battery_no_${index + 10}`);
    const answer = await supertest(createTestEdge().handler)
      .post('/ingest')
      .set(JSON_TYPE)
      .send({ ...VALID, values: Object.fromEntries(names.map((name) => [name, null])) });
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(1_200);
  });

  test('thousands of unknown fields get an answer that is not longer than the request', async () => {
    const edge = createTestEdge();
    const body = JSON.stringify(Object.fromEntries(Array.from({ length: 1200 }, (_, i) => [`k${i}`, i])));
    const answer = await supertest(edge.handler).post('/ingest').set(JSON_TYPE).send(body);
    const { errors } = problemSchema.parse(JSON.parse(answer.text));
    // 1,200 unknown and 4 missing fields; 8 are listed.
    expect(errors?.at(-1)).toStrictEqual({ path: '', message: '1196 more errors are not listed' });
    expect(answer.text.length).toBeLessThan(body.length);
  });

  test.for([
    { name: 'of 8 KB', id: 'x'.repeat(8192) },
    { name: 'of 129 characters', id: 'x'.repeat(129) },
    { name: 'with a tab', id: 'a\tb' },
    { name: 'with a quote', id: 'a"b' },
    { name: 'beyond ASCII', id: 'caf\u00e9' },
    { name: 'that is empty', id: '' },
  ])('a correlation id $name is replaced and the reading is taken', async ({ id }) => {
    const edge = createTestEdge();
    const answer = await supertest(edge.handler).post('/ingest').set('x-correlation-id', id).send(VALID);
    expect(answer.status).toBe(200);
    // Both halves are drawn as 0.5 · 2^32.
    expect(answer.headers['x-correlation-id']).toBe('8000000080000000');
    expect(edge.lines.map(({ fields }) => fields['correlation_id'])).toStrictEqual([
      '8000000080000000',
      '8000000080000000',
    ]);
  });

  test.for([
    { timestamp: '2026-01-02T00:00:00.000Z', flagged: false },
    { timestamp: '2026-01-02T00:00:00.001Z', flagged: true },
    { timestamp: '2025-12-31T00:00:00.000Z', flagged: false },
    { timestamp: '2025-12-30T23:59:59.999Z', flagged: true },
  ])('a timestamp of $timestamp at the first instant of 2026 is accepted, flagged: $flagged', async (row) => {
    const edge = createTestEdge();
    const reading = { ...VALID, timestamp: row.timestamp };
    await supertest(edge.handler).post('/ingest').send(reading).expect(200);
    const line = edge.lines.find(({ event }) => event === 'telemetry_accepted');
    expect(line?.fields['clock_skew']).toBe(row.flagged ? true : undefined);
    const scrape = await supertest(edge.handler).get('/metrics').set('accept', 'text/plain');
    expect(scrape.text).toContain(`petrel_edge_clock_skew_total ${row.flagged ? 1 : 0}\n`);
    expect(edge.stored).toStrictEqual([reading]);
  });

  test.for([
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/json;',
    'application/json; v=1',
  ])('the content type %s is taken', async (type) => {
    const edge = createTestEdge();
    await supertest(edge.handler).post('/ingest').set('content-type', type).send(valid).expect(200);
  });

  test('Content-Encoding: identity is taken', async () => {
    const edge = createTestEdge();
    await supertest(edge.handler).post('/ingest').set('content-encoding', 'identity').send(VALID).expect(200);
  });

  test.for(['-0', '-0.00', '-0e0', '21.00000000000000000001', '1e-400'])(
    'the measurement %s is taken, as C, Python and Go may print it',
    async (text) => {
      const edge = createTestEdge();
      const body = patched(String(MARKED_VALUE), text);
      await supertest(edge.handler).post('/ingest').set(JSON_TYPE).send(body).expect(200);
      expect(edge.stored[0]?.values).toEqual({ temperature_c: Number(text) });
    },
  );

  test.for(['7', '7.0', '7e0', '70e-1', '0.7e1'])('a whole number may be written %s', async (text) => {
    const edge = createTestEdge();
    const body = patched('"sequence_id":7', `"sequence_id":${text}`);
    await supertest(edge.handler).post('/ingest').set(JSON_TYPE).send(body).expect(200);
    expect(edge.stored[0]?.sequence_id).toBe(7);
  });

  test('a body of exactly the limit is read', async () => {
    const edge = createTestEdge();
    const padded = valid + ' '.repeat(16_384 - valid.length);
    await supertest(edge.handler).post('/ingest').set(JSON_TYPE).send(padded).expect(200);
  });

  test('a query does not hide the ingest path', async () => {
    const edge = createTestEdge();
    await supertest(edge.handler).post('/ingest?x[__proto__]=1').send(VALID).expect(200);
  });

  test('health is 503 with Retry-After while draining, without a line for each probe', async () => {
    const edge = createTestEdge();
    edge.beginDraining();
    const answer = await supertest(edge.handler).get('/health').expect(503).expect('retry-after', '1');
    expect(answer.headers['content-type']).toBe('application/problem+json');
    await supertest(edge.handler).get('/metrics').expect(200);
    expect(edge.lines).toHaveLength(0);
  });

  test('metrics and health count as no reading', async () => {
    const edge = createTestEdge();
    await supertest(edge.handler).get('/health').expect(200);
    const metrics = await supertest(edge.handler)
      .get('/metrics')
      .expect(200)
      .expect('content-type', 'application/json');
    expect(metricsSchema.strict().parse(metrics.body).received_total).toBe(0);
    expect(edge.lines).toHaveLength(0);
  });
});
