import { describe, expect, test } from 'vitest';
import { FakeClock } from '../program/testing/fake-clock.ts';
import { createFetchSender } from './fetch-sender.ts';
import type { Fetch, FetchInit, FetchResponse, SendOutcome, SendRequest } from '../ports/index.ts';

const request: SendRequest = {
  url: 'http://edge.test/ingest',
  deviceId: 'device-001',
  sequenceId: 7,
  correlationId: '0123456789abcdef',
  attempt: 0,
  copy: false,
  message: {},
  body: '{"x":1}',
  timeoutMs: 5_000,
};

const response = (
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): FetchResponse => ({
  status,
  ok: status === 200,
  headers: { get: (name) => headers[name] ?? null },
  text: () => Promise.resolve(body),
  json: () => Promise.resolve(JSON.parse(body)),
});

/** Lets every promise that can settle now do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function send(fetch: Fetch) {
  const clock = new FakeClock();
  const outcomes: SendOutcome[] = [];
  const cancel = createFetchSender({ fetch, clock })(request, (outcome) => outcomes.push(outcome));
  return { clock, outcomes, cancel };
}

/** As real fetch does: open until the signal is aborted. */
const hanging = (seen: FetchInit[]): Fetch => {
  return (_url, init) =>
    new Promise((_resolve, reject) => {
      seen.push(init);
      const { signal } = init;
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
};

describe('a request over fetch', () => {
  test('is a POST of the body as it is, with the correlation id, and follows no redirect', async () => {
    const seen: [string, FetchInit][] = [];
    const { outcomes, clock } = send((url, init) => {
      seen.push([url, init]);
      return Promise.resolve(response(503, 'busy', { 'retry-after': '3' }));
    });
    await settle();
    expect(seen).toMatchObject([
      [
        'http://edge.test/ingest',
        {
          method: 'POST',
          body: '{"x":1}',
          redirect: 'manual',
          headers: { 'content-type': 'application/json', 'x-correlation-id': '0123456789abcdef' },
        },
      ],
    ]);
    expect(outcomes).toEqual([
      { kind: 'answered', status: 503, retryAfter: '3', contentType: null, body: 'busy' },
    ]);
    expect(clock.timers).toBe(0);
  });

  test('is given up through its signal after the timeout', async () => {
    const seen: FetchInit[] = [];
    const { clock, outcomes } = send(hanging(seen));
    clock.advance(4_999);
    await settle();
    expect(outcomes).toEqual([]);
    clock.advance(1);
    expect(outcomes).toEqual([{ kind: 'no-answer', reason: 'timeout' }]);
    expect(seen[0]?.signal?.aborted).toBe(true);
    await settle();
    expect(outcomes).toHaveLength(1);
  });

  test('is given up as well while the body is awaited', async () => {
    const { clock, outcomes } = send(() =>
      Promise.resolve({ ...response(200, ''), text: () => new Promise<string>(() => undefined) }),
    );
    await settle();
    clock.advance(5_000);
    expect(outcomes).toEqual([{ kind: 'no-answer', reason: 'timeout' }]);
  });

  test('ignores an answer that comes after the timeout', async () => {
    let arrive: (response: FetchResponse) => void = () => undefined;
    const { clock, outcomes } = send(() => new Promise((resolve) => (arrive = resolve)));
    clock.advance(5_000);
    arrive(response(200, '{}'));
    await settle();
    expect(outcomes).toEqual([{ kind: 'no-answer', reason: 'timeout' }]);
  });

  test('that is cancelled says nothing, aborts, and leaves no timer', async () => {
    const seen: FetchInit[] = [];
    const { clock, outcomes, cancel } = send(hanging(seen));
    cancel();
    cancel();
    await settle();
    expect(seen[0]?.signal?.aborted).toBe(true);
    expect(clock.timers).toBe(0);
    expect(outcomes).toEqual([]);
  });

  const failed = (code: string): Error =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

  test.for([
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'reset'],
    ['UND_ERR_SOCKET', 'reset'],
    ['ENOTFOUND', 'unreachable'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['CERT_HAS_EXPIRED', 'insecure'],
  ])('that fails with %s has no answer: %s', async ([code, reason]) => {
    const { outcomes, clock } = send(() => Promise.reject(failed(code ?? '')));
    await settle();
    expect(outcomes).toEqual([{ kind: 'no-answer', reason }]);
    expect(clock.timers).toBe(0);
  });

  test('never throws, whatever the fetch throws', async () => {
    for (const thrown of [new Error('plain'), 'text', null, undefined, { cause: null }]) {
      const { outcomes } = send(() => {
        throw thrown;
      });
      await settle();
      expect(outcomes).toEqual([{ kind: 'no-answer', reason: 'failed' }]);
    }
  });

  test('whose body breaks off has no answer', async () => {
    const { outcomes } = send(() =>
      Promise.resolve({ ...response(200, ''), text: () => Promise.reject(failed('UND_ERR_SOCKET')) }),
    );
    await settle();
    expect(outcomes).toEqual([{ kind: 'no-answer', reason: 'reset' }]);
  });
});

describe('a failure of the transport', () => {
  const failedBy =
    (cause: unknown): Fetch =>
    () =>
      Promise.reject(new TypeError('fetch failed', { cause }));
  const coded = (code: string, message: string): Error => Object.assign(new Error(message), { code });

  test.for([
    [
      'a certificate that nobody signed',
      coded('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
      'insecure',
      'DEPTH_ZERO_SELF_SIGNED_CERT: self-signed certificate',
    ],
    [
      'a name that is not its',
      coded('ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames"),
      'insecure',
      "ERR_TLS_CERT_ALTNAME_INVALID: Hostname/IP does not match certificate's altnames",
    ],
    [
      'plain HTTP where TLS was meant',
      coded('ERR_SSL_WRONG_VERSION_NUMBER', 'write EPROTO\n  ssl3_get_record'),
      'insecure',
      'ERR_SSL_WRONG_VERSION_NUMBER: write EPROTO ssl3_get_record',
    ],
    [
      'a name that nobody knows',
      coded('ENOTFOUND', 'getaddrinfo ENOTFOUND edge.test'),
      'unreachable',
      'ENOTFOUND: getaddrinfo ENOTFOUND edge.test',
    ],
    [
      'addresses of which none answers',
      new AggregateError([coded('ECONNREFUSED', 'connect ECONNREFUSED ::1:9')]),
      'refused',
      'ECONNREFUSED: connect ECONNREFUSED ::1:9',
    ],
    ['a port that is blocked', new Error('bad port'), 'failed', 'bad port'],
    ['a library that throws no error', 'nonsense', 'failed', 'fetch failed'],
  ] as const)(
    'such as %s is named, and told in one line to whoever asks',
    async ([, cause, reason, told]) => {
      const outcomes: SendOutcome[] = [];
      const clock = new FakeClock();
      createFetchSender({ fetch: failedBy(cause), clock, tellsCauses: true })(request, (outcome) =>
        outcomes.push(outcome),
      );
      const { outcomes: silent } = send(failedBy(cause));
      await settle();
      expect(outcomes).toEqual([{ kind: 'no-answer', reason, cause: told }]);
      expect(silent).toEqual([{ kind: 'no-answer', reason }]);
    },
  );

  test('an answer that is too long is told apart from none', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1_024)),
    });
    const { outcomes } = send(() => Promise.resolve({ ...response(200, ''), body }));
    // As many turns as chunks.
    for (let turn = 0; turn < 80 && outcomes.length === 0; turn += 1) await settle();
    expect(outcomes).toEqual([{ kind: 'no-answer', reason: 'too_long' }]);
  });
});
