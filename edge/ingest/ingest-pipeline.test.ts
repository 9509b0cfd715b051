import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EdgeAnswer } from '../../ports/index.ts';
import { MemoryReadingStore } from '../store/memory-reading-store.ts';
import type { ReadingStore } from '../store/reading-store.ts';
import { FakeClock } from '../../program/testing/fake-clock.ts';
import { createTestEdge, message, post, QUIET_SETTINGS } from '../testing/test-edge.ts';
import type { TestEdge } from '../testing/test-edge.ts';

const TTL_MS = QUIET_SETTINGS.dedupe.ttlMs;

/** The answer of a pipeline that must not have waited. */
function now(answer: EdgeAnswer | Promise<EdgeAnswer>): EdgeAnswer {
  if (answer instanceof Promise) throw new Error('the pipeline made a promise');
  return answer;
}

function expectExact(edge: TestEdge): void {
  const { received_total, ...rest } = edge.metrics();
  const sum =
    rest.accepted_total +
    rest.duplicates_total +
    rest.rejected_total +
    rest.transient_503_total +
    rest.rate_limited_total +
    rest.aborted_total +
    rest.errors_total +
    rest.in_progress;
  expect(received_total).toBe(sum);
}

describe('a reading', () => {
  test('is stored once, answered with its key, and logged twice', () => {
    const edge = createTestEdge();
    const answer = now(edge.ingest(post(message(7), { 'x-correlation-id': 'corr-1' })));
    expect(answer).toStrictEqual({
      status: 200,
      headers: { 'content-type': 'application/json', 'x-correlation-id': 'corr-1' },
      body: '{"status":"accepted","device_id":"device-001","sequence_id":7}',
      value: { status: 'accepted', device_id: 'device-001', sequence_id: 7 },
    });
    expect(edge.stored).toStrictEqual([message(7)]);
    const fields = { device_id: 'device-001', sequence_id: 7, correlation_id: 'corr-1' };
    expect(edge.lines).toStrictEqual([
      { level: 'info', event: 'telemetry_received', fields },
      { level: 'info', event: 'telemetry_accepted', fields },
    ]);
  });

  test('that comes again gets 409, in whatever order its fields are', () => {
    const edge = createTestEdge();
    const values = { b: 2, a: 1 };
    expect(now(edge.ingest(post(message(7, { values })))).status).toBe(200);
    const again = {
      values: { a: 1, b: 2 },
      timestamp: message(7).timestamp,
      sequence_id: 7,
      device_id: 'device-001',
    };
    expect(now(edge.ingest(post(again))).status).toBe(409);
    expect(edge.stored).toHaveLength(1);
    expect(edge.lines.at(-1)).toMatchObject({ level: 'info', event: 'duplicate_detected' });
    expect(edge.metrics()).toMatchObject({ accepted_total: 1, duplicates_total: 1 });
  });

  test.for([
    { name: 'value', changes: { values: { temperature_c: 21.25 } } },
    { name: 'name', changes: { values: { temperature_f: 21.5 } } },
    { name: 'timestamp', changes: { timestamp: '2026-01-01T00:00:00.001Z' } },
  ])('with a known key and another $name gets 422', ({ changes }) => {
    const edge = createTestEdge();
    now(edge.ingest(post(message(7))));
    expect(now(edge.ingest(post(message(7, changes)))).status).toBe(422);
    expect(edge.stored).toStrictEqual([message(7)]);
    expect(edge.lines.at(-1)).toMatchObject({ level: 'warn', event: 'conflict_detected' });
    expect(edge.metrics()).toMatchObject({ accepted_total: 1, rejected_total: 1 });
  });

  test('of another device is another reading', () => {
    const edge = createTestEdge();
    expect(now(edge.ingest(post(message(7)))).status).toBe(200);
    expect(now(edge.ingest(post(message(7, { device_id: 'device-002' })))).status).toBe(200);
  });

  test('is known until just before the end of its time, and unknown from then on', async () => {
    const edge = createTestEdge();
    now(edge.ingest(post(message(7))));
    await edge.clock.advanceAsync(TTL_MS - 1);
    expect(now(edge.ingest(post(message(7)))).status).toBe(409);
    await edge.clock.advanceAsync(1);
    expect(now(edge.ingest(post(message(7)))).status).toBe(200);
    expect(edge.stored).toHaveLength(2);
  });

  test('is refused with 503, and kept out, when every place is taken by a key that is still promised', async () => {
    const edge = createTestEdge({ dedupe: { ttlMs: TTL_MS, limit: 2 } });
    now(edge.ingest(post(message(1))));
    now(edge.ingest(post(message(2))));
    const refused = now(edge.ingest(post(message(3))));
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(now(edge.ingest(post(message(1)))).status).toBe(409);
    expect(edge.lines.some(({ level, event }) => level === 'error' && event === 'store_full')).toBe(true);
    await edge.clock.advanceAsync(TTL_MS);
    expect(now(edge.ingest(post(message(3)))).status).toBe(200);
    expect(edge.metrics()).toMatchObject({
      idempotency_entries: 1,
      idempotency_entries_peak: 2,
      idempotency_entries_max: 2,
    });
  });
});

describe('overload by probability', () => {
  test.for([
    { draw: 0.0999, status: 503 },
    { draw: 0.1, status: 200 },
  ])('of 10 % answers a draw of $draw with $status', ({ draw, status }) => {
    const edge = createTestEdge({ overload: { probability: 0.1, retryAfterMs: 1500 } });
    edge.draws.set('overload', draw);
    const answer = now(edge.ingest(post(message(1))));
    expect(answer.status).toBe(status);
    // 1.5 s, rounded up.
    expect(answer.headers['retry-after']).toBe(status === 503 ? '2' : undefined);
  });

  test('sheds before it looks at the body, and says why', () => {
    const edge = createTestEdge({ overload: { probability: 1, retryAfterMs: null } });
    const answer = now(edge.ingest(post('rubbish', { 'x-correlation-id': 'corr-1' })));
    expect(answer.status).toBe(503);
    expect(answer.headers).not.toHaveProperty('retry-after');
    expect(edge.lines).toStrictEqual([
      {
        level: 'warn',
        event: 'overload_simulated',
        fields: { correlation_id: 'corr-1', status: 503, reason: 'probability' },
      },
    ]);
    expect(edge.metrics()).toMatchObject({ received_total: 1, transient_503_total: 1 });
  });
});

describe('a capacity', () => {
  const capacity = {
    ratePerSecond: 10,
    concurrency: 1,
    queueLimit: 1,
    service: 'constant',
    retryAfterMs: 3000,
  } as const;

  test('serves one, lets one wait, refuses the third', async () => {
    const edge = createTestEdge({ capacity });
    const statuses: [number, number][] = [];
    const send = (sequenceId: number): void => {
      void Promise.resolve(edge.ingest(post(message(sequenceId)))).then(({ status }) => {
        statuses.push([edge.clock.monotonic(), status]);
      });
    };
    send(1);
    send(2);
    send(3);
    expect(edge.metrics()).toMatchObject({ received_total: 3, transient_503_total: 1, in_progress: 2 });
    expect(edge.lines.at(-1)).toMatchObject({ event: 'overload_simulated', fields: { reason: 'capacity' } });
    await edge.clock.advanceAsync(1000);
    // 10 per second are 100 ms each, one after the other.
    expect(statuses).toStrictEqual([
      [0, 503],
      [100, 200],
      [200, 200],
    ]);
    expectExact(edge);
  });

  test('says when to come back', () => {
    const edge = createTestEdge({ capacity: { ...capacity, queueLimit: 0 } });
    void edge.ingest(post(message(1)));
    expect(now(edge.ingest(post(message(2)))).headers['retry-after']).toBe('3');
  });
});

describe('slowness', () => {
  const slow = { probability: 1, minMs: 100, maxMs: 300 } as const;

  test('before the commit holds the claim: a retry meets 503 and Retry-After 1, never 409', async () => {
    const edge = createTestEdge({ slow: { ...slow, stage: 'before-commit' } });
    const first = edge.ingest(post(message(1)));
    // The draw of 0.5 makes it 100 + 0.5 · 200 = 200 ms.
    await edge.clock.advanceAsync(199);
    expect(edge.stored).toHaveLength(0);
    const retry = now(edge.ingest(post(message(1))));
    expect(retry).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(edge.lines.at(-1)).toMatchObject({ level: 'warn', event: 'in_progress_refused' });
    await edge.clock.advanceAsync(1);
    expect((await first).status).toBe(200);
    expect(now(edge.ingest(post(message(1)))).status).toBe(409);
    expect(edge.stored).toHaveLength(1);
    expectExact(edge);
  });

  test('after the commit lets a retry meet 409', async () => {
    const edge = createTestEdge({ slow: { ...slow, stage: 'after-commit' } });
    const first = edge.ingest(post(message(1)));
    expect(edge.stored).toHaveLength(1);
    expect(now(edge.ingest(post(message(1)))).status).toBe(409);
    expect(edge.metrics()).toMatchObject({ accepted_total: 0, in_progress: 1, duplicates_total: 1 });
    await edge.clock.advanceAsync(200);
    expect((await first).status).toBe(200);
    expect(edge.metrics()).toMatchObject({ accepted_total: 1, in_progress: 0 });
  });

  test('is logged with its length and its stage', () => {
    const edge = createTestEdge({ slow: { ...slow, stage: 'after-commit' } });
    void edge.ingest(post(message(1)));
    expect(edge.lines.at(-1)).toMatchObject({
      event: 'slow_simulated',
      fields: { stage: 'after-commit', delay_ms: 200, sequence_id: 1 },
    });
  });
});

describe('a rate limit', () => {
  const rateLimit = { ratePerSecond: 2, burst: 2, total: null };

  test('lets a burst through, then answers 429 with the time until the next token', async () => {
    const edge = createTestEdge({ rateLimit: { ratePerSecond: 0.4, burst: 2, total: null } });
    const statuses = [1, 2, 3].map((sequenceId) => now(edge.ingest(post(message(sequenceId)))).status);
    expect(statuses).toStrictEqual([200, 200, 429]);
    // A token each 2.5 s, rounded up.
    expect(now(edge.ingest(post(message(3)))).headers['retry-after']).toBe('3');
    await edge.clock.advanceAsync(2500);
    expect(now(edge.ingest(post(message(3)))).status).toBe(200);
    expect(edge.metrics()).toMatchObject({ accepted_total: 3, rate_limited_total: 2 });
  });

  test('is for each device alone', () => {
    const edge = createTestEdge({ rateLimit });
    for (const sequenceId of [1, 2, 3]) now(edge.ingest(post(message(sequenceId))));
    expect(now(edge.ingest(post(message(1, { device_id: 'device-002' })))).status).toBe(200);
  });

  test('may be for all devices together, beside that of each', async () => {
    const edge = createTestEdge({
      rateLimit: { ratePerSecond: 1, burst: 1, total: { ratePerSecond: 0.25, burst: 2 } },
    });
    const from = (device: number, sequenceId: number) =>
      now(edge.ingest(post(message(sequenceId, { device_id: `device-00${device}` }))));
    expect([from(1, 1), from(2, 1), from(3, 1)].map(({ status }) => status)).toStrictEqual([200, 200, 429]);
    // A token of all each 4 s.
    expect(from(3, 1).headers['retry-after']).toBe('4');
    await edge.clock.advanceAsync(4_000);
    expect(from(3, 1).status).toBe(200);
  });

  test('counts invalid messages of a device too', () => {
    const edge = createTestEdge({ rateLimit });
    const statuses = [-1, -1, 1].map((sequenceId) => now(edge.ingest(post(message(sequenceId)))).status);
    expect(statuses).toStrictEqual([400, 400, 429]);
  });
});

describe('a store', () => {
  /** A memory store in which some methods fail until told otherwise. */
  function failing(clock: FakeClock, methods: ReadonlySet<string>, asynchronous: boolean): ReadingStore {
    const store = new MemoryReadingStore({ clock, ttlMs: 1000, limit: 10 });
    const attempt = <T>(name: string, work: () => T): T | Promise<T> => {
      const run = (): T => {
        if (methods.has(name)) throw new Error(`${name}: disk full`);
        return work();
      };
      return asynchronous ? new Promise((resolve) => resolve(run())) : run();
    };
    return {
      claim: (key, digest) => attempt('claim', () => store.claim(key, digest)),
      commit: (key) => attempt('commit', () => store.commit(key)),
      release: (key) => attempt('release', () => store.release(key)),
      size: () => store.size(),
      peak: () => store.peak(),
      limit: store.limit,
      close: () => store.close(),
    };
  }

  test.for([
    { method: 'claim', asynchronous: false },
    { method: 'claim', asynchronous: true },
    { method: 'commit', asynchronous: false },
    { method: 'commit', asynchronous: true },
  ])(
    'whose $method fails (promise: $asynchronous) means 503, a released key and an error in the log',
    async (row) => {
      const clock = new FakeClock();
      const methods = new Set([row.method]);
      const edge = createTestEdge({}, { clock, store: failing(clock, methods, row.asynchronous) });
      const answer = await edge.ingest(post(message(1)));
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
      expect(answer.body).not.toContain('disk full');
      expect(edge.stored).toHaveLength(0);
      expect(edge.lines.at(-1)).toMatchObject({
        level: 'error',
        event: 'store_failed',
        fields: { error: `Error: ${row.method}: disk full` },
      });
      methods.clear();
      expect((await edge.ingest(post(message(1)))).status).toBe(200);
      expect(edge.stored).toHaveLength(1);
      expect(edge.metrics()).toMatchObject({ received_total: 2, accepted_total: 1, transient_503_total: 1 });
    },
  );

  test.for([false, true])(
    'that cannot even release is logged, and answers 503 (promise: %s)',
    async (asynchronous) => {
      const clock = new FakeClock();
      const edge = createTestEdge(
        {},
        { clock, store: failing(clock, new Set(['commit', 'release']), asynchronous) },
      );
      expect((await edge.ingest(post(message(1)))).status).toBe(503);
      await clock.advanceAsync(0);
      expect(edge.lines.map(({ event }) => event).sort()).toStrictEqual([
        'release_failed',
        'store_failed',
        'telemetry_received',
      ]);
    },
  );

  test('that answers with promises gives the same answers', async () => {
    const clock = new FakeClock();
    const edge = createTestEdge({}, { clock, store: failing(clock, new Set(), true) });
    const first = edge.ingest(post(message(1)));
    const meanwhile = edge.ingest(post(message(1)));
    expect((await first).status).toBe(200);
    expect((await meanwhile).status).toBe(503);
    expect((await edge.ingest(post(message(1)))).status).toBe(409);
  });
});

describe('the pipeline', () => {
  test('answers 500 without details when something of ours throws, and counts it', () => {
    const onStored = (): void => {
      throw new TypeError('secret detail');
    };
    const edge = createTestEdge({}, { onStored });
    const answer = now(edge.ingest(post(message(1))));
    expect(answer.status).toBe(500);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).not.toContain('secret');
    expect(edge.lines.at(-1)).toMatchObject({
      level: 'error',
      event: 'unexpected_error',
      fields: { error: 'TypeError: secret detail' },
    });
    expect(edge.metrics()).toMatchObject({ received_total: 1, errors_total: 1, in_progress: 0 });
    // It was stored, and so a retry learns.
    expect(now(edge.ingest(post(message(1)))).status).toBe(409);
  });

  test('refuses readings with 503 while it drains', () => {
    const edge = createTestEdge();
    edge.beginDraining();
    expect(now(edge.ingest(post(message(1))))).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
    });
    expect(edge.lines.at(-1)).toMatchObject({ level: 'warn', fields: { reason: 'draining' } });
  });

  test('knows one path, and does not count another', () => {
    const edge = createTestEdge();
    expect(now(edge.ingest({ ...post(message(1)), path: '/INGEST' })).status).toBe(404);
    expect(edge.metrics().received_total).toBe(0);
  });

  test('refuses a long body itself', () => {
    const edge = createTestEdge({ bodyBytesMax: 10 });
    expect(now(edge.ingest(post(message(1)))).status).toBe(413);
    expect(now(edge.ingest({ ...post(message(1)), body: null })).status).toBe(413);
  });

  test('counts every request in exactly one outcome, for any sequence of requests, at every moment', async () => {
    const step = fc.record({
      kind: fc.constantFrom('good', 'bad', 'conflict', 'get', 'elsewhere', 'wait'),
      sequenceId: fc.nat(3),
      overload: fc.double({ min: 0, max: 0.999, noNaN: true }),
      slow: fc.double({ min: 0, max: 0.999, noNaN: true }),
      ms: fc.nat(500),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.boolean(),
        fc.boolean(),
        async (steps, hasCapacity, hasRow) => {
          const edge = createTestEdge({
            overload: { probability: 0.2, retryAfterMs: null },
            capacity: hasCapacity
              ? {
                  ratePerSecond: 10,
                  concurrency: 2,
                  queueLimit: 3,
                  service: 'exponential',
                  retryAfterMs: null,
                }
              : null,
            rateLimit: { ratePerSecond: 20, burst: 5, total: null },
            slow: { probability: 0.3, minMs: 10, maxMs: 400, stage: 'before-commit' },
            contention: hasRow ? { minMs: 0, maxMs: 200, retryAfterMs: null } : null,
            dedupe: { ttlMs: 1000, limit: 3 },
          });
          const answers: Promise<EdgeAnswer>[] = [];
          for (const { kind, sequenceId, overload, slow, ms } of steps) {
            edge.draws.set('overload', overload).set('slow', slow);
            const values = { temperature_c: kind === 'conflict' ? 1 : 2 };
            const request = post(message(kind === 'bad' ? -1 : sequenceId, { values }));
            if (kind === 'wait') await edge.clock.advanceAsync(ms);
            else if (kind === 'get')
              answers.push(Promise.resolve(edge.ingest({ ...request, method: 'GET' })));
            else if (kind === 'elsewhere') now(edge.ingest({ ...request, path: '/' }));
            else answers.push(Promise.resolve(edge.ingest(request)));
            expectExact(edge);
          }
          await edge.clock.advanceAsync(10_000);
          const statuses = (await Promise.all(answers)).map(({ status }) => status);
          const count = (...wanted: number[]): number =>
            statuses.filter((status) => wanted.includes(status)).length;
          expect(edge.metrics()).toMatchObject({
            received_total: statuses.length,
            accepted_total: count(200),
            duplicates_total: count(409),
            rejected_total: count(400, 405, 422),
            transient_503_total: count(503),
            rate_limited_total: count(429),
            errors_total: 0,
            in_progress: 0,
          });
          expect(edge.stored).toHaveLength(count(200));
          expectExact(edge);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('an edge that runs', () => {
  test('takes new settings with the next request', () => {
    const edge = createTestEdge();
    edge.reconfigure({ ...QUIET_SETTINGS, overload: { probability: 1, retryAfterMs: null } });
    expect(now(edge.ingest(post(message(1)))).status).toBe(503);
    edge.reconfigure({ ...QUIET_SETTINGS, rateLimit: { ratePerSecond: 1, burst: 1, total: null } });
    expect(now(edge.ingest(post(message(1)))).status).toBe(200);
    expect(now(edge.ingest(post(message(2)))).status).toBe(429);
    edge.reconfigure(QUIET_SETTINGS);
    expect(now(edge.ingest(post(message(2)))).status).toBe(200);
  });

  test('refuses another time of life for keys it holds', () => {
    const edge = createTestEdge();
    const dedupe = { ttlMs: TTL_MS + 1, limit: QUIET_SETTINGS.dedupe.limit };
    expect(() => edge.reconfigure({ ...QUIET_SETTINGS, dedupe })).toThrow(RangeError);
  });

  test('leaves no timer behind when it is closed', async () => {
    const edge = createTestEdge({
      slow: { probability: 1, minMs: 100, maxMs: 100, stage: 'before-commit' },
    });
    void edge.ingest(post(message(1)));
    expect(edge.clock.timers).toBe(1);
    await edge.close();
    expect(edge.clock.timers).toBe(0);
    await edge.clock.advanceAsync(1000);
    expect(edge.stored).toHaveLength(0);
  });
});
