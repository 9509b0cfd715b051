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
  [
    'JSON of Caddy, whose durations are seconds',
    `{"logger":"http.log.access.log0","ts":${AT_MS / 1000},"request":{"remote_ip":"10.0.0.7","uri":"/devices/d-3"},"duration":0.25,"status":200}`,
    { atMs: AT_MS - 250, device: 'd-3', reading: null, status: 200, roundTripMs: 250 },
  ],
  [
    'JSON of Google’s balancers, whose latency is a text',
    '{"timestamp":"2026-11-25T09:30:05Z","httpRequest":{"status":200,"latency":"0.25s","remoteIp":"10.0.0.7","requestUrl":"https://e.example/ingest"}}',
    { atMs: AT_MS - 250, device: '10.0.0.7', reading: null, status: 200, roundTripMs: 250 },
  ],
  [
    'JSON of Traefik, in nanoseconds and from the start',
    '{"StartUTC":"2026-11-25T09:30:05Z","time":"2026-11-25T09:30:06Z","ClientHost":"10.0.0.7","Duration":250000000,"DownstreamStatus":200,"RequestPath":"/ingest"}',
    { atMs: AT_MS, device: '10.0.0.7', reading: null, status: 200, roundTripMs: 250 },
  ],
  [
    'JSON of Envoy, from the start and with the port of the connection',
    '{"start_time":"2026-11-25T09:30:05.000Z","response_code":200,"duration":250,"downstream_remote_address":"10.0.0.7:5555","path":"/ingest"}',
    { atMs: AT_MS, device: '10.0.0.7', reading: null, status: 200, roundTripMs: 250 },
  ],
  [
    'Envoy, behind a proxy that says for whom',
    '[2026-11-25T09:30:05.000Z] "POST /ingest?seq=4 HTTP/1.1" 503 UF 153 12 250 - "10.0.0.7, 10.9.0.1" "esp/1" "id" "edge" "-"',
    { atMs: AT_MS, device: '10.0.0.7', reading: '4', status: 503, roundTripMs: 250 },
  ],
  [
    'Envoy in a mesh, which says more before the bytes',
    '[2026-11-25T09:30:05.000Z] "POST /ingest HTTP/1.1" 200 - via_upstream - "-" 153 12 250 249 "10.0.0.7" "esp/1" "id" "edge" "-"',
    { atMs: AT_MS, device: '10.0.0.7', reading: null, status: 200, roundTripMs: 250 },
  ],
  [
    'a balancer of AWS',
    // 1 ms to take it, 247 ms at the target and 2 ms to answer.
    'https 2026-11-25T09:30:05.000000Z app/lb/50dc 10.0.0.7:2817 10.0.0.1:80 0.001 0.247 0.002 200 200 34 366 "POST https://e.example:443/devices/d-1?seq=7 HTTP/1.1" "esp/1" - - arn:aws:x "Root=1"',
    { atMs: AT_MS - 250, device: 'd-1', reading: '7', status: 200, roundTripMs: 250 },
  ],
  [
    'CloudFront, by its columns and in seconds',
    '#Version: 1.0\n#Fields: date time x-edge-location c-ip cs-method cs-uri-stem sc-status cs-uri-query time-taken\n2026-11-25\t09:30:05\tFRA2\t10.0.0.7\tPOST\t/ingest\t200\tseq=4\t0.250',
    { atMs: AT_MS - 250, device: '10.0.0.7', reading: '4', status: 200, roundTripMs: 250 },
  ],
  [
    'IIS, by its columns and in milliseconds',
    '#Software: Microsoft Internet Information Services 10.0\r\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip sc-status time-taken\r\n2026-11-25 09:30:05 10.0.0.1 POST /ingest - 443 dev-9 10.0.0.7 200 250\r',
    { atMs: AT_MS - 250, device: 'dev-9', reading: null, status: 200, roundTripMs: 250 },
  ],
  [
    'Common Log Format of Windows, with a mark before it',
    '\uFEFF10.0.0.7 - - [25/Nov/2026:09:30:05 +0000] "POST /ingest HTTP/1.1" 200 12\r',
    { atMs: AT_MS, device: '10.0.0.7', reading: null, status: 200, roundTripMs: null },
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

test('lines of a balancer whose request never got to a target say no time', () => {
  const line =
    'http 2026-11-25T09:30:05Z app/lb/5 10.0.0.7:2817 - -1 -1 -1 503 - 34 366 "POST http://e.example:80/ingest HTTP/1.1" "-"';
  expect(readLog(line).exchanges).toMatchObject([{ atMs: AT_MS, status: 503, roundTripMs: null }]);
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
