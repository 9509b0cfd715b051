import { expect, test } from 'vitest';
import { UnreadableLog } from './exchange.ts';
import { readLog } from './read-log.ts';

const AT_MS = Date.UTC(2026, 10, 25, 9, 30, 5);

test.for<readonly [what: string, line: string, expected: object]>([
  [
    'Common Log Format, in its zone',
    '10.0.0.7 - - [25/Nov/2026:10:30:05 +0100] "POST /ingest HTTP/1.1" 200 12',
    { atMs: AT_MS, device: '10.0.0.7', reading: null, status: 200, roundTripMs: null },
  ],
  [
    'Combined, with the time of nginx behind it',
    '10.0.0.7 - dev-9 [25/Nov/2026:09:30:05 +0000] "POST /ingest?seq=4 HTTP/1.1" 503 0 "-" "curl/8.1" rt=0.250',
    { atMs: AT_MS - 250, device: 'dev-9', reading: '4', status: 503, roundTripMs: 250 },
  ],
  [
    'JSON of nginx',
    '{"time_iso8601":"2026-11-25T09:30:05.000Z","remote_addr":"10.0.0.7","status":"200","request_time":"0.040","request_uri":"/devices/d-1/readings?seq=7"}',
    { atMs: AT_MS - 40, device: 'd-1', reading: '7', status: 200, roundTripMs: 40 },
  ],
  [
    'JSON of pino-http, whose times are numbers',
    `{"level":30,"time":${AT_MS},"req":{"method":"POST","url":"/ingest","headers":{"x-device-id":"d-2","idempotency-key":"k1"},"remoteAddress":"10.0.0.7"},"res":{"statusCode":409},"responseTime":12}`,
    { atMs: AT_MS - 12, device: 'd-2', reading: 'k1', status: 409, roundTripMs: 12 },
  ],
])('%s', ([, line, expected]) => {
  const { side, exchanges } = readLog(`${line}\n`);
  expect(side).toBe('server');
  expect(exchanges).toEqual([{ ...expected, reached: true, failure: null }]);
});

test('lines that are none of a log are counted, and the first is kept', () => {
  const log = readLog('# begin\n10.0.0.7 - - [25/Nov/2026:10:30:05 +0100] "POST / HTTP/1.1" 200 12\n???\n');
  expect(log.exchanges).toHaveLength(1);
  expect(log.skipped).toEqual({ count: 2, first: '# begin' });
});

test('a span of a client is lost on the way there unless the server has its child', () => {
  const span = (id: string, kind: number, more: object) => ({
    traceId: '1',
    spanId: id,
    kind,
    startTimeUnixNano: '1000000000',
    endTimeUnixNano: '1100000000',
    attributes: [{ key: 'http.request.method', value: { stringValue: 'POST' } }],
    ...more,
  });
  const spans = [
    span('a', 3, {}),
    span('b', 3, {}),
    span('c', 2, { parentSpanId: 'b', endTimeUnixNano: '1030000000' }),
  ];
  const { exchanges } = readLog(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
  expect(exchanges.map(({ reached, failure }) => [reached, failure])).toEqual([
    [false, 'timeout'],
    [true, 'timeout'],
  ]);
});

test('a counter that began anew grew by what it says', () => {
  const values = [
    [100, '5'],
    [115, '9'],
    [130, '2'],
  ];
  const { tallies } = readLog(JSON.stringify({ data: { result: [{ metric: { status: '200' }, values }] } }));
  expect(tallies.map(({ fromMs, byStatus }) => [fromMs, byStatus.get(200)])).toEqual([
    [100_000, 4],
    [115_000, 2],
  ]);
});

test.for<readonly [what: string, text: string, told: RegExp]>([
  ['nothing', '\n\n', /the file is empty: wanted is an access log/],
  ['prose', 'Dear Sir,\nit does not work.\n', /no line of it can be read, the first is "Dear Sir,"/],
  ['other JSON', '{"a": [1, 2]}', /no counter of requests is in it: wanted is what Prometheus answers/],
  ['spans of a database', '{"resourceSpans":[{"scopeSpans":[{"spans":[]}]}]}', /no span of an HTTP request/],
  ['binary', '\0\0\0', /no line of it can be read/],
])('%s is told apart from a log', ([, text, told]) => {
  expect(() => readLog(text)).toThrow(UnreadableLog);
  expect(() => readLog(text)).toThrow(told);
});
