import fc from 'fast-check';

/** What is sent over one connection: as it is, in pieces, whatever the edge says meanwhile. */
export interface Attack {
  readonly pieces: readonly Buffer[];
  /** The bodies in it, as they were meant before anything was done to the framing. */
  readonly bodies: readonly string[];
}

const DEVICE = fc.constantFrom('fuzz-0', 'fuzz-1', 'fuzz.2', 'FUZZ_3');

/** A good reading. Few numbers, so that many meet one that is stored. */
const reading = fc.record({
  device_id: DEVICE,
  sequence_id: fc.oneof(fc.nat(300), fc.maxSafeNat()),
  timestamp: fc.constant('2026-01-01T00:00:00.000Z'),
  values: fc.dictionary(
    fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    { minKeys: 1, maxKeys: 3, noNullPrototype: true },
  ),
});

/** What readers of JSON, of numbers and of text disagree about. */
const SPICE = [
  '-0',
  '1e400',
  '1e-400',
  '9007199254740993',
  '7.00000000000000000001',
  'NaN',
  '0x1f',
  '01',
  '1.',
  'null',
  '[]',
  '{}',
  '"__proto__":1,',
  '"constructor":{},',
  '"sequence_id":1,',
  '\\ud800',
  '\\u0000',
  '\u0000',
  '\u202e',
  '\ufeff',
  '\r\n',
  '\\',
  '"',
  ',',
  ':',
  '}',
  ']',
  '/**/',
  '../',
  'é',
  '🐦',
];

interface Cut {
  readonly at: number;
  readonly length: number;
  readonly by: string;
}

const cut = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(4),
  by: fc.constantFrom('', ...SPICE),
});

function cutInto(text: string, { at, length, by }: Cut): string {
  const index = Math.floor(at * text.length);
  return text.slice(0, index) + by + text.slice(index + length);
}

const goodText = fc.oneof(
  { weight: 4, arbitrary: reading.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.array(reading, { maxLength: 4 }).map((list) => JSON.stringify(list)) },
  {
    weight: 1,
    arbitrary: fc.array(reading, { maxLength: 3 }).map((readings) => JSON.stringify({ readings })),
  },
);

const body = fc.oneof(
  { weight: 4, arbitrary: goodText },
  {
    weight: 4,
    arbitrary: fc
      .tuple(goodText, fc.array(cut, { minLength: 1, maxLength: 3 }))
      .map(([text, cuts]) => cuts.reduce(cutInto, text)),
  },
  { weight: 1, arbitrary: fc.json({ maxDepth: 4 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('[', '{"a":', '[{"a":'), fc.nat(8000))
      .map(([open, depth]) => open.repeat(depth)),
  },
  { weight: 1, arbitrary: fc.nat(40_000).map((length) => ' '.repeat(length)) },
);

const word = fc.string({
  unit: fc.constantFrom(...Array.from('aZ09-_.;,:="/\\ \t\u0000\u007fÿ')),
  maxLength: 12,
});

/** A header line that somebody could add. */
const extra = fc.oneof(
  fc.constantFrom(
    'Connection: close',
    'Connection: keep-alive',
    'Connection: upgrade',
    'Upgrade: websocket',
    'Expect: 100-continue',
    'Expect: 200-ok',
    'Content-Encoding: gzip',
    'Content-Encoding: identity',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding: identity',
    'Transfer-Encoding: chunked',
    'Content-Length: 0',
    'Content-Length: -1',
    'Content-Length: 1e3',
    'Content-Length: +5',
    'Host: y',
    'Host: a@x',
    'Content-Type: text/plain',
    'Trailer: X-A',
    'X-Correlation-Id: corr-1',
    'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'TE: trailers',
    'Authorization: Bearer x',
    ' folded',
    'X-A : b',
    ': none',
    'X-A',
    'X-A: a\rb',
    'X-A: a\nContent-Length: 3',
  ),
  fc.tuple(word, word).map(([name, value]) => `${name}: ${value}`),
  fc.nat(20_000).map((length) => `X-Long: ${'a'.repeat(length)}`),
  fc
    .nat(150)
    .map((count) => Array.from({ length: count }, (_, index) => `X-${index}: 1`).join('\r\n') || 'X: 1'),
);

/** Mostly none: what is wrong in two places shows only the first. */
const few = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(arbitrary, { minLength: 1, maxLength: 2 }) },
  );

const mostly = <T>(usual: T, odd: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });

const CHUNK_ENDS = ['\r\n', ';a=b\r\n', '\n', ' \r\n', ';\r\n', 'g\r\n'];

const request = fc
  .record({
    body,
    method: mostly('POST', ['GET', 'PUT', 'TRACE', 'OPTIONS', 'CONNECT', 'post', 'PRI', 'P\u0000ST', '']),
    target: mostly('/ingest', [
      '/',
      '/INGEST',
      '/ingest/',
      '/%',
      '/ingest?a=%',
      '//ingest',
      '/ingest#a',
      '/a/../ingest',
      '*',
      'http://x/ingest',
      'ftp://x/ingest',
      '/telemetry?device_id=fuzz-0',
      '/metrics',
      '/health',
      ' ',
      'ingest',
      `/${'a'.repeat(9000)}`,
    ]),
    version: mostly('HTTP/1.1', ['HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', 'HTTP/1.1 ', 'http/1.1', '']),
    host: mostly('Host: x', ['Host: ', 'Host: x/y', 'Host: [::1]:80', 'X-Nobody: 1']),
    type: mostly('Content-Type: application/json', [
      'Content-Type: application/json; charset=utf-8',
      'Content-Type: application/json; charset=latin1',
      'Content-Type: application/vnd.x+json',
      'X-None: 1',
    ]),
    extras: few(extra),
    framing: fc.oneof(
      { weight: 6, arbitrary: fc.constant({ kind: 'length', error: 0 } as const) },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('length' as const),
          error: fc.integer({ min: -9, max: 9 }),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('chunked' as const),
          size: fc.integer({ min: 1, max: 60 }),
          end: mostly('\r\n', CHUNK_ENDS),
        }),
      },
      { weight: 1, arbitrary: fc.constant({ kind: 'none' } as const) },
    ),
    newline: mostly('\r\n', ['\n', '\r']),
  })
  .map(({ body: text, method, target, version, host, type, extras, framing, newline }) => {
    const bytes = Buffer.from(text, 'utf8');
    const framed = frame(bytes, framing);
    const lines = [`${method} ${target} ${version}`, host, type, ...framed.lines, ...extras, '', ''];
    return { body: text, bytes: Buffer.concat([Buffer.from(lines.join(newline), 'latin1'), framed.bytes]) };
  });

type Framing =
  | { readonly kind: 'length'; readonly error: number }
  | { readonly kind: 'chunked'; readonly size: number; readonly end: string }
  | { readonly kind: 'none' };

function frame(
  bytes: Buffer,
  framing: Framing,
): { readonly lines: readonly string[]; readonly bytes: Buffer } {
  switch (framing.kind) {
    case 'none':
      return { lines: [], bytes };
    case 'length':
      return { lines: [`Content-Length: ${bytes.length + framing.error}`], bytes };
    case 'chunked': {
      const size = Math.max(framing.size, Math.ceil(bytes.length / 50));
      const parts: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        const chunk = bytes.subarray(at, at + size);
        parts.push(Buffer.from(`${chunk.length.toString(16)}${framing.end}`), chunk, Buffer.from('\r\n'));
      }
      return {
        lines: ['Transfer-Encoding: chunked'],
        bytes: Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]),
      };
    }
  }
}

/** Requests behind each other, cut into pieces anywhere. */
export const attack: fc.Arbitrary<Attack> = fc
  .tuple(
    fc.array(request, { minLength: 1, maxLength: 3 }),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
  )
  .map(([requests, cuts]) => {
    const bytes = Buffer.concat(requests.map((each) => each.bytes));
    const places = [
      0,
      ...cuts.map((at) => Math.floor(at * bytes.length)).toSorted((a, b) => a - b),
      bytes.length,
    ];
    const pieces = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
    return { pieces: pieces.filter(({ length }) => length > 0), bodies: requests.map((each) => each.body) };
  });
