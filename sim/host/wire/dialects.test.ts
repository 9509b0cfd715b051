import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { USUAL_WORDS } from './answer-words.ts';
import { declaredDialect } from './declared-dialect.ts';
import { keyIn } from './idempotency-key-dialect.ts';
import { DIALECT_NAMES, DIALECTS } from './dialects.ts';
import type { DialectName } from './dialects.ts';
import { JsonBody, WireRequest } from './wire-request.ts';

const AT = '2026-01-01T00:00:03.000Z';
const NANOS = '1767225603000000000';

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function request({ headers = {}, body }: Sent): WireRequest {
  return new WireRequest({ method: 'POST', path: '/ingest', headers, body: JSON.stringify(body) ?? '' });
}

function read(name: DialectName, sent: Sent) {
  const carried = DIALECTS[name].read(request(sent));
  return carried?.map(({ device, reading, timestamp }) => [device, reading, timestamp]) ?? null;
}

const message = { device_id: 'd-1', sequence_id: 4, timestamp: AT, values: { t: 1 } };
const event = { specversion: '1.0', id: 'a', source: '/d-1', type: 't', time: AT, data: {} };
const headers = { 'ce-specversion': '1.0', 'ce-id': 'a', 'ce-source': '/d%201', 'ce-time': AT };

function logs(...records: readonly unknown[]) {
  const attributes = [{ key: 'device.id', value: { stringValue: 'd-1' } }];
  return { resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords: records }] }] };
}

function record(uid: string) {
  return {
    timeUnixNano: NANOS,
    attributes: [{ key: 'log.record.uid', value: { stringValue: uid } }],
    body: { doubleValue: 1 },
  };
}

const gauge = (timeUnixNano: string) => ({ gauge: { dataPoints: [{ timeUnixNano, asDouble: 1 }] } });
const metrics = {
  resourceMetrics: [
    { scopeMetrics: [{ metrics: [gauge(NANOS), gauge(NANOS), gauge('1767225606000000000')] }] },
  ],
};

describe('what a request carries', () => {
  test.for<readonly [DialectName, string, Sent, unknown]>([
    ['petrel', 'a message', { body: message }, [['d-1', 4, AT]]],
    ['petrel', 'a message without a time', { body: { ...message, timestamp: 4 } }, null],
    ['cloudevents', 'an event in JSON', { body: event }, [['/d-1', 'a', AT]]],
    ['cloudevents', 'an event in headers', { headers, body: { t: 1 } }, [['/d 1', 'a', AT]]],
    [
      'cloudevents',
      'an event without a time',
      { body: { ...event, time: undefined } },
      [['/d-1', 'a', null]],
    ],
    [
      'cloudevents',
      'a batch',
      {
        headers: { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' },
        body: [event, { ...event, id: 'b' }],
      },
      [
        ['/d-1', 'a', AT],
        ['/d-1', 'b', AT],
      ],
    ],
    ['cloudevents', 'an event without an id', { body: { ...event, id: '' } }, null],
    ['idempotency-key', 'a key', { headers: { 'idempotency-key': '"8e03-97"' } }, [[null, '8e03-97', null]]],
    ['idempotency-key', 'no key', { headers: { 'idempotency-key': '""' } }, null],
    [
      'otlp-http-json',
      'two log records',
      { body: logs(record('a'), record('b')) },
      [
        ['d-1', 'a', NANOS],
        ['d-1', 'b', NANOS],
      ],
    ],
    // Points of one instant are one reading: it has several values.
    [
      'otlp-http-json',
      'three points at two instants',
      { body: metrics },
      [
        [null, NANOS, NANOS],
        [null, '1767225606000000000', '1767225606000000000'],
      ],
    ],
    ['otlp-http-json', 'nothing', { body: { resourceLogs: [] } }, null],
    [
      'batch',
      'a list of messages, one of them bad',
      { body: [message, { ...message, sequence_id: -1 }, { ...message, sequence_id: 5 }] },
      [
        ['d-1', 4, AT],
        ['d-1', 5, AT],
      ],
    ],
    ['batch', 'readings', { body: { readings: [message] } }, [['d-1', 4, AT]]],
    ['batch', 'one message', { body: message }, [['d-1', 4, AT]]],
  ])('%s: %s', ([name, , sent, carried]) => {
    expect(read(name, sent)).toStrictEqual(carried);
  });

  test('a body that is compressed is read as the edge reads it', () => {
    const body = gzipSync(JSON.stringify(message));
    const packed = new WireRequest({
      method: 'POST',
      path: '/',
      headers: { 'content-encoding': 'gzip' },
      body,
    });
    expect(DIALECTS.petrel.read(packed)).toMatchObject([{ reading: 4 }]);
  });

  test('a body with one message a line is a list of them', () => {
    const lines = (body: string, type = 'application/x-ndjson; charset=utf-8'): WireRequest =>
      new WireRequest({ method: 'POST', path: '/', headers: { 'content-type': type }, body });
    const body = `${JSON.stringify(message)}\n${JSON.stringify({ ...message, sequence_id: 5 })}\n`;
    expect(DIALECTS.batch.read(lines(body))?.map(({ reading }) => reading)).toEqual([4, 5]);
    expect(DIALECTS.batch.read(lines(body, 'application/jsonl'))).toHaveLength(2);
    // One line is a list of one, and one that is cut short no message, and neither is what is called otherwise.
    expect(DIALECTS.batch.read(lines(body.split('\n')[0] ?? ''))).toMatchObject([{ isListed: true }]);
    expect(DIALECTS.batch.read(lines(body.slice(0, -10)))).toBeNull();
    expect(DIALECTS.batch.read(lines(body, 'text/plain'))).toBeNull();
  });

  test.for(DIALECT_NAMES)('%s finds nothing where nothing is', (name) => {
    for (const body of [undefined, null, 3, 'x', [], {}, [1], { readings: {} }])
      expect(read(name, { body })).toBeNull();
  });
});

test('a key is a string of structured fields, or stands there as it is', () => {
  expect(keyIn(' "a\\"b\\\\c"; x=1')).toBe('a"b\\c');
  expect(keyIn('8e03-97')).toBe('8e03-97');
});

describe('an answer to many', () => {
  const carried = [4, 5, 6].map((reading) => ({ device: 'd-1', reading, timestamp: AT, content: null }));
  const answered = (status: number, body: unknown, to = carried): readonly number[] | undefined =>
    DIALECTS.batch
      .results?.(new JsonBody({ headers: {}, body: JSON.stringify(body) }), status, to)
      ?.map((item) => item.status);

  test('says of each reading by name or place what became of it', () => {
    const named = { results: [6, 4].map((id) => ({ sequence_id: id, status: id === 6 ? 400 : 201 })) };
    // Of 5 nothing is said: whoever sent it must think that it failed.
    expect(answered(207, named)).toStrictEqual([201, 500, 400]);
    expect(answered(200, named)).toStrictEqual([201, 200, 400]);
    expect(answered(207, { results: [{ status: 200 }, { status: 409 }, { status: true }] })).toStrictEqual([
      200, 409, 200,
    ]);
  });

  test('says of a reading that stands in it twice what became of each, or of both together', () => {
    const twice = [...carried, ...carried.slice(1, 2)];
    const results = [4, 5, 6, 5].map((id, index) => ({ sequence_id: id, status: index < 3 ? 200 : 409 }));
    expect(answered(207, { results }, twice)).toStrictEqual([200, 200, 200, 409]);
    expect(answered(207, { results: results.slice(0, 3) }, twice)).toStrictEqual([200, 200, 200, 200]);
  });

  test('may have the lines of answers for statuses, and no other words where places are declared', () => {
    const at = (pointer: string) => ({ kind: 'body', pointer: [pointer] }) as const;
    const declared = declaredDialect({
      path: '/',
      device: null,
      reading: at('id'),
      timestamp: null,
      items: at('events'),
      echo: null,
      results: at('r'),
      resultStatus: { kind: 'item', pointer: ['s'] },
      resultReading: null,
      words: USUAL_WORDS,
    });
    const results = (...said: readonly unknown[]) =>
      declared.results?.(
        new JsonBody({ headers: {}, body: JSON.stringify({ r: said.map((s) => ({ s })) }) }),
        207,
        carried,
      );
    const statuses = results('HTTP/1.1 201 Created', '503', 409)?.map(({ status }) => status);
    expect(statuses).toEqual([201, 503, 409]);
    expect(() => results('ok', 'ok', 'error')).toThrow('wire.resultStatus: found "ok" in an answer');
  });

  test('without results has one status for all', () => {
    expect(answered(200, { ok: true })).toBeUndefined();
  });

  test('of a collector counts what it refused, as a number or as text', () => {
    const refused = (partialSuccess: unknown): number | undefined =>
      DIALECTS['otlp-http-json'].refused?.(
        new JsonBody({ headers: {}, body: JSON.stringify({ partialSuccess }) }),
        200,
      );
    expect(refused({ rejectedLogRecords: 3 })).toBe(3);
    expect(refused({ rejectedDataPoints: '2', rejectedSpans: 1 })).toBe(3);
    for (const none of [
      undefined,
      {},
      { rejectedSpans: 'many' },
      { rejectedSpans: -1 },
      { rejectedSpans: null },
    ])
      expect(refused(none)).toBe(0);
  });
});

describe('what a status means', () => {
  test.for<
    readonly [DialectName, number, readonly [accepts: boolean, duplicate: boolean, permanent: boolean]]
  >([
    ['petrel', 200, [true, false, false]],
    ['petrel', 204, [true, false, false]],
    ['petrel', 409, [false, true, true]],
    ['petrel', 422, [false, false, true]],
    ['petrel', 429, [false, false, false]],
    ['petrel', 500, [false, false, false]],
    // The draft's 409: the first request with this key is worked on still.
    ['idempotency-key', 409, [false, false, false]],
    ['idempotency-key', 422, [false, false, true]],
    // OTLP: whatever is not 429, 502, 503 or 504 must not be sent again.
    ['otlp-http-json', 500, [false, false, true]],
    ['otlp-http-json', 408, [false, false, true]],
    ['otlp-http-json', 503, [false, false, false]],
  ])('%s: %d', ([name, status, [accepts, duplicate, permanent]]) => {
    const { words } = DIALECTS[name];
    expect([words.accepts(status), words.isDuplicate(status), words.isPermanent(status)]).toStrictEqual([
      accepts,
      duplicate,
      permanent,
    ]);
  });

  test('what is declared as one thing is none of the others', () => {
    const { words } = DIALECTS.petrel;
    const declared = words.but({ accepted: [200, 409], duplicate: null, later: [422] });
    expect([200, 201, 409].map((status) => declared.accepts(status))).toStrictEqual([true, false, true]);
    expect(declared.isDuplicate(409)).toBe(false);
    expect(declared.isPermanent(422)).toBe(false);
    expect(declared.isPermanent(400)).toBe(true);
  });
});
