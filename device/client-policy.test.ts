import { describe, expect, test } from 'vitest';
import type { Admission, AdmissionRequest, AttemptEnd, PolicyMemory, RetryPolicy } from '../ports/index.ts';
import { answered, Bench, timedOut } from './testing/test-bench.ts';
import type { BenchOptions } from './testing/test-bench.ts';

/** Waits one second before each of two retries, and remembers through `memory`. */
function remembering(memory: PolicyMemory, over: Partial<RetryPolicy> = {}): RetryPolicy {
  return {
    name: 'of-a-test',
    retriesMax: 2,
    memory: 'device',
    delayMs: () => 1_000,
    delayBoundsMs: () => ({ min: 1_000, max: 1_000 }),
    remember: () => memory,
    ...over,
  };
}

function benchWith(policy: RetryPolicy, options: BenchOptions = {}): Bench {
  return new Bench({ ...options, basics: { policy } });
}

const send: Admission = { kind: 'send' };

describe('a policy that remembers', () => {
  test('is told how each attempt that left has ended, a refusal for good being no failure', () => {
    const ends: Omit<AttemptEnd, 'uniform'>[] = [];
    const bench = benchWith(
      remembering({
        ended: ({ nowMs, attempt, failed, status }) => void ends.push({ nowMs, attempt, failed, status }),
      }),
    );
    bench.record();
    bench.answer(0, answered(503));
    bench.clock.advance(1_000);
    bench.answer(1, timedOut);
    bench.clock.advance(1_000);
    bench.answer(2, answered(400));
    const first = ends[0]?.nowMs ?? Number.NaN;
    expect(ends).toEqual([
      { nowMs: first, attempt: 0, failed: true, status: 503 },
      { nowMs: first + 1_000, attempt: 1, failed: true, status: null },
      { nowMs: first + 2_000, attempt: 2, failed: false, status: 400 },
    ]);
  });

  test('gives a reading up while retries are left, when it says so', () => {
    const bench = benchWith(remembering({ mayRetry: ({ attempt }) => attempt === 0 }));
    bench.record();
    bench.answer(0, answered(503));
    bench.clock.advance(1_000);
    bench.answer(1, answered(503));
    bench.clock.runOut();
    expect(bench.sent).toHaveLength(2);
    expect(bench.events(0).slice(-2)).toEqual(['retry_refused', 'retries_exhausted']);
    expect([...bench.ends()]).toEqual([[0, ['retries_exhausted']]]);
  });
});

describe('an attempt that the policy refuses', () => {
  test('counts against the retries without leaving the device', () => {
    const bench = benchWith(remembering({ admit: () => ({ kind: 'refuse' }) }));
    bench.record();
    bench.clock.runOut();
    expect(bench.sent).toHaveLength(0);
    expect(bench.events(0)).toEqual([
      'send_refused',
      'retrying_after_backoff',
      'send_refused',
      'retrying_after_backoff',
      'send_refused',
      'retries_exhausted',
    ]);
    expect(bench.device.counters()).toMatchObject({ attempts: 0, exhausted: 1 });
  });
});

describe('a hold', () => {
  test('keeps the whole device still until its time is over, and spends no retry', () => {
    let held = true;
    const asked: number[] = [];
    const bench = benchWith(
      remembering({
        admit: ({ attempt, waiting }: AdmissionRequest): Admission => {
          asked.push(waiting);
          expect(attempt).toBe(0);
          return held ? { kind: 'hold', forMs: 5_000 } : send;
        },
      }),
    );
    bench.record();
    bench.record();
    // The second reading asks for nothing: the device is held already.
    expect(asked).toEqual([0]);
    bench.clock.advance(4_999);
    expect(bench.sent).toHaveLength(0);
    held = false;
    bench.clock.advance(1);
    expect(bench.sent.map(({ request }) => [request.sequenceId, request.attempt])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  test('without a time lasts until the policy wakes the device', () => {
    let wake: (() => void) | null = null;
    const bench = benchWith(
      remembering({
        admit: (request): Admission => {
          if (wake !== null) return send;
          wake = request.wake;
          return { kind: 'hold', forMs: null };
        },
      }),
    );
    bench.record();
    bench.clock.advance(3_600_000);
    expect(bench.sent).toHaveLength(0);
    const woken: (() => void) | null = wake;
    (woken ?? (() => expect.unreachable()))();
    expect(bench.sent).toHaveLength(1);
  });

  test('ends with the device: nothing leaves after stop, and no timer stays', () => {
    const bench = benchWith(remembering({ admit: () => ({ kind: 'hold', forMs: 1_000 }) }));
    bench.record();
    bench.device.stop();
    bench.clock.runOut();
    expect(bench.sent).toHaveLength(0);
  });

  test('may be ended by the very answer that the policy is told of', () => {
    let wake = (): void => {};
    let probing = false;
    const bench = benchWith(
      remembering({
        admit: (request): Admission => {
          if (!probing) {
            probing = true;
            return send;
          }
          ({ wake } = request);
          return { kind: 'hold', forMs: null };
        },
        ended: () => {
          probing = false;
          wake();
        },
      }),
    );
    bench.record();
    bench.record();
    expect(bench.sent).toHaveLength(1);
    bench.accept(0);
    expect(bench.sent.map(({ request }) => request.sequenceId)).toEqual([0, 1]);
    expect(bench.events(0).at(-1)).toBe('telemetry_acknowledged');
  });
});

describe('Retry-After', () => {
  const asking = (over: Partial<RetryPolicy>): Bench => {
    const bench = benchWith(remembering({}, over));
    bench.record();
    bench.answer(0, answered(503, '7'));
    return bench;
  };

  test('is a lower bound for a policy that does not look at it', () => {
    expect(asking({}).fields('retrying_after_backoff')).toMatchObject({ delay_ms: 7_000, backoff_ms: 1_000 });
  });

  test('is the business of a policy that handles it', () => {
    const bench = asking({
      handlesRetryAfter: true,
      delayMs: (_retry, _uniform, context) => (context?.retryAfterMs ?? 0) / 2,
    });
    expect(bench.fields('retrying_after_backoff')).toMatchObject({ delay_ms: 3_500, retry_after_ms: 7_000 });
  });
});
