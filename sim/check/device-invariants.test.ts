import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../trace/event.ts';
import { drainsAfterHeal } from './drains-after-heal.ts';
import { everyReadingAccountedFor } from './every-reading-accounted-for.ts';
import { memoryBounded } from './memory-bounded.ts';
import { metricsReconcile } from './metrics-reconcile.ts';
import { noRetryAfterPermanent } from './no-retry-after-permanent.ts';
import { retryBudget } from './retry-budget.ts';
import { judge, messagesOf } from './testing/judge.ts';
import * as script from '../ledger/testing/script.ts';
import { at, born, deliveredReading, DEVICE } from '../ledger/testing/script.ts';

describe('every-reading-accounted-for', () => {
  test('holds when each reading has its one end', () => {
    const trace = [...deliveredReading(0, 0), ...at(3, born(1)), ...at(9, script.stopped([1]))];
    expect(judge(everyReadingAccountedFor, trace)).toEqual({ kind: 'held', observations: 2, note: null });
  });

  test('names a reading that was dropped after the last retry without a word', () => {
    const trace = [
      ...at(3, born(0), script.sent(0)),
      ...at(8, script.abandoned(0)),
      ...at(60, script.stopped([])),
    ];
    expect(messagesOf(judge(everyReadingAccountedFor, trace))).toEqual([
      'lost: generated at 3s, sent 1 time, and the device says nothing of its end',
    ]);
  });

  test('names a number that starts over after a reboot', () => {
    const trace = [
      ...deliveredReading(0, 0),
      ...at(5, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
      ...at(6, { kind: 'device_started', device: DEVICE, boot: 1 }),
      ...at(9, { ...born(0), timestamp: script.timestampOf(9) } as script.Said),
      ...at(10, script.logged('telemetry_acknowledged', 0)),
    ];
    expect(messagesOf(judge(everyReadingAccountedFor, trace))).toEqual([
      `its number was given to a second reading at 9s (timestamp ${script.timestampOf(9)})`,
    ]);
  });

  test('names two timestamps under one number', () => {
    const other = { ...script.sent(0), timestamp: script.timestampOf(4) } as script.Said;
    const trace = [...at(0, born(0), script.sent(0)), ...at(5, other), ...at(6, script.stopped([0]))];
    expect(messagesOf(judge(everyReadingAccountedFor, trace))[0]).toContain(
      'two timestamps under one number',
    );
  });

  test('names two ends, logged or listed', () => {
    const twice = [
      ...at(0, born(0), script.logged('packet_dropped', 0)),
      ...at(1, script.logged('telemetry_acknowledged', 0)),
    ];
    expect(messagesOf(judge(everyReadingAccountedFor, twice))).toEqual([
      'ended twice: dropped, then acknowledged at 1s',
    ]);
    const listed = [...at(0, born(0), script.logged('packet_dropped', 0)), ...at(5, script.stopped([0]))];
    expect(messagesOf(judge(everyReadingAccountedFor, listed))).toEqual([
      'has two ends: the device logged it as dropped, and at 5s lists it as waiting',
    ]);
  });
});

describe('no-retry-after-permanent', () => {
  test.for([400, 401, 404, 409, 413, 415, 422])('names an attempt after %d', (status) => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, status)),
      ...at(2, script.sent(0, 1)),
    ];
    expect(messagesOf(judge(noRetryAfterPermanent, trace))).toEqual([
      `sent again at 2s (attempt 1) after ${status} at 1s`,
    ]);
  });

  test.for([408, 425, 429, 500, 503])('lets a retry follow %d', (status) => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, status)),
      ...at(2, script.sent(0, 1)),
    ];
    expect(judge(noRetryAfterPermanent, trace).kind).toBe('held');
  });

  test('lets the announced second copy follow, and its 409 close nothing', () => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.logged('duplicate_triggered', 0), script.sent(0, 1)),
      ...at(2, script.heard(0, 409, 1), script.logged('duplicate_acknowledged', 0, { copy: true })),
      ...at(5, script.abandoned(0)),
      ...at(6, script.sent(0, 2)),
      ...at(7, script.heard(0, 409, 2), script.logged('duplicate_acknowledged', 0, { copy: false })),
      ...at(7, script.logged('duplicate_triggered', 0), script.sent(0, 3)),
    ];
    expect(judge(noRetryAfterPermanent, trace)).toEqual({ kind: 'held', observations: 1, note: null });
  });

  test('sees a silent device go on after its reading was let go', () => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.delivered(0), script.answered(0, 400)),
      ...at(2, script.heard(0, 400)),
      ...at(3, script.sent(0, 1)),
    ];
    expect(judge(noRetryAfterPermanent, trace, { foreignDevice: true })).toMatchObject({ count: 1 });
  });
});

/** A first attempt that is given up at 5 s, and a second one `delayS` later. */
function retried(delayS: number, ...between: readonly script.Said[]): readonly TraceEvent[] {
  return [
    ...at(0, born(0), script.sent(0)),
    ...at(5, script.abandoned(0), ...between),
    ...at(5 + delayS, script.sent(0, 1)),
  ];
}

describe('retry-budget', () => {
  // Before the first retry the policy waits 500 to 1,500 ms.
  test.for([0.5, 1, 1.5])('lets the first retry come after %d s', (delayS) => {
    expect(judge(retryBudget, retried(delayS)).kind).toBe('held');
  });

  test.for([0, 0.4, 1.6, 20])('names a first retry after %d s', (delayS) => {
    expect(messagesOf(judge(retryBudget, retried(delayS)))[0]).toContain(
      'allows 500ms to 1.5s before retry 1',
    );
  });

  test('lets an announced delay become longer while all places are taken, never shorter', () => {
    const announced = script.logged('retrying_after_backoff', 0, { delay_ms: 1200 });
    expect(judge(retryBudget, retried(9, announced)).kind).toBe('held');
    expect(messagesOf(judge(retryBudget, retried(0.9, announced)))).toEqual([
      'the attempt at 5.9s came 900ms after it had announced 1.2s',
    ]);
    const tooLong = script.logged('retrying_after_backoff', 0, { delay_ms: 1700 });
    expect(messagesOf(judge(retryBudget, retried(2, tooLong)))[0]).toContain('announced a delay of 1.7s');
  });

  test('takes Retry-After for a lower bound, up to the configured maximum', () => {
    const after = (retryAfterMs: number, delayS: number): readonly TraceEvent[] => [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, 503, 0, { retryAfterMs })),
      ...at(1 + delayS, script.sent(0, 1)),
    ];
    expect(judge(retryBudget, after(10_000, 10)).kind).toBe('held');
    expect(messagesOf(judge(retryBudget, after(10_000, 1)))[0]).toContain('Retry-After asked for 10s');
    // The maximum is 60 s, so an hour is clamped to it.
    expect(judge(retryBudget, after(3_600_000, 60)).kind).toBe('held');
  });

  /** Six failed attempts, 1 + R, each followed by the middle of the policy's range. */
  const spent: readonly TraceEvent[] = [
    ...at(0, born(0)),
    // Sent at 0, 1, 3, 7, 15 and 31 s: the delays 1, 2, 4, 8, 16 s are the middles for k = 0 … 4.
    ...[0, 1, 3, 7, 15, 31].flatMap((second, attempt) =>
      at(second, script.sent(0, attempt), {
        kind: 'attempt_refused',
        device: DEVICE,
        reading: 0,
        attempt,
        by: 'edge_down',
      }),
    ),
  ];

  test('lets 1 + R attempts pass and names one more', () => {
    expect(judge(retryBudget, spent)).toEqual({ kind: 'held', observations: 6, note: null });
    expect(messagesOf(judge(retryBudget, [...spent, ...at(60, script.sent(0, 6))]))).toEqual([
      'attempt 7 since the last boot sent at 60s; exponential-jitter allows 6',
    ]);
  });

  test('starts afresh after a reboot, and does not count the announced copy', () => {
    const rebooted = [
      ...spent,
      ...at(40, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
      ...at(50, { kind: 'device_started', device: DEVICE, boot: 1 }, script.sent(0, 6)),
    ];
    expect(judge(retryBudget, rebooted).kind).toBe('held');
    const copied = [...spent, ...at(40, script.logged('duplicate_triggered', 0), script.sent(0, 6))];
    expect(judge(retryBudget, copied).kind).toBe('held');
  });

  /** `count` readings, each retried once after `delayS(reading)`. */
  function fleet(count: number, delayS: (reading: number) => number): readonly TraceEvent[] {
    return Array.from({ length: count }, (_, reading) => [
      ...at(reading * 10, born(reading), script.sent(reading)),
      ...at(reading * 10 + 5, script.abandoned(reading)),
      ...at(reading * 10 + 5 + delayS(reading), script.sent(reading, 1)),
    ]).flat();
  }

  test('names a fleet whose first retries all wait the same where jitter was promised', () => {
    expect(
      messagesOf(
        judge(
          retryBudget,
          fleet(30, () => 1),
        ),
      ),
    ).toEqual([
      'no jitter: all 30 first retries waited 1s; exponential-jitter spreads them over 500ms to 1.5s',
    ]);
    expect(
      judge(
        retryBudget,
        fleet(29, () => 1),
      ).kind,
    ).toBe('held');
    expect(
      judge(
        retryBudget,
        fleet(30, (reading) => (reading === 7 ? 1.2 : 1)),
      ).kind,
    ).toBe('held');
  });

  test('asks for no jitter where none was promised', () => {
    const policy = { name: 'fixed', retriesMax: 5, delayBoundsMs: () => ({ min: 1000, max: 1000 }) };
    expect(
      judge(
        retryBudget,
        fleet(30, () => 1),
        { policy },
      ).kind,
    ).toBe('held');
  });
});

describe('drains-after-heal', () => {
  const open = at(0, born(0), script.sent(0));
  const heal = at(10, script.phase('heal'));

  test('holds when all is resolved within the bound', () => {
    // The bound is 60 s after the heal at 10 s.
    const trace = [...open, ...heal, ...at(70, script.logged('telemetry_acknowledged', 0))];
    expect(judge(drainsAfterHeal, trace)).toEqual({ kind: 'held', observations: 1, note: null });
  });

  test('names what is resolved too late', () => {
    const trace = [...open, ...heal, ...at(71, script.logged('telemetry_acknowledged', 0))];
    expect(messagesOf(judge(drainsAfterHeal, trace))).toEqual([
      'resolved 61s after the faults ended; the bound is 60s',
    ]);
  });

  test('names what is still open, with the reason', () => {
    const trace = [
      ...at(0, born(0), script.sent(0), born(1), born(2), script.sent(2)),
      ...at(5, script.heard(0, 503)),
      ...heal,
      ...at(80, script.stopped([0, 1, 2])),
    ];
    expect(messagesOf(judge(drainsAfterHeal, trace))).toEqual([
      'still open 70s after the faults ended (bound 60s), waiting for a retry since 5s: attempt 0 was answered 503; 1 attempt',
      'still open 70s after the faults ended (bound 60s), in the outbox, never sent; 0 attempts',
      'still open 70s after the faults ended (bound 60s), in flight: attempt 0 sent at 0s waits for an answer; 1 attempt',
    ]);
  });

  test('is not observable when the run ended before the faults did', () => {
    expect(judge(drainsAfterHeal, open).kind).toBe('not-observable');
  });
});

describe('metrics-reconcile', () => {
  const counters = {
    received_total: 2,
    accepted_total: 1,
    duplicates_total: 1,
    rejected_total: 0,
    transient_503_total: 0,
    rate_limited_total: 0,
    aborted_total: 0,
    errors_total: 0,
    in_progress: 0,
  };
  const requests = [
    ...at(0, { kind: 'edge_started', boot: 0 }),
    ...at(1, script.delivered(0), script.answered(0, 200)),
    ...at(2, script.delivered(0, 0, 1), script.answered(0, 409, 0, 1)),
  ];
  const read = (changed: Partial<typeof counters> | null): readonly TraceEvent[] =>
    at(3, {
      kind: 'metrics_read',
      boot: 0,
      final: true,
      counters: changed === null ? null : { ...counters, ...changed },
    });

  test('holds when every counter is that of the trace', () => {
    expect(judge(metricsReconcile, [...requests, ...read({})])).toEqual({
      kind: 'held',
      observations: 1,
      note: null,
    });
  });

  test('names each counter that differs', () => {
    const trace = [...requests, ...read({ accepted_total: 2, duplicates_total: 0 })];
    expect(messagesOf(judge(metricsReconcile, trace))).toEqual([
      '/metrics at 3s (boot 0): accepted_total 2, trace 1; duplicates_total 0, trace 1',
    ]);
  });

  test('names a total that is not the sum of its outcomes', () => {
    const trace = [...requests, ...read({ received_total: 3 })];
    expect(messagesOf(judge(metricsReconcile, trace))[0]).toContain(
      'received_total 3, sum of its outcomes 2',
    );
  });

  test('counts what is still worked on, and leaves out what a gateway answered', () => {
    const trace = [
      ...requests,
      ...at(2, script.delivered(1), { ...script.answered(2, 503), source: 'gateway' } as script.Said),
      ...read({ received_total: 3, in_progress: 1 }),
    ];
    expect(judge(metricsReconcile, trace).kind).toBe('held');
  });

  test('starts from nothing at each boot', () => {
    const trace = [
      ...requests,
      ...at(2.5, { kind: 'edge_started', boot: 1 }),
      ...at(3, { kind: 'metrics_read', boot: 1, final: true, counters: { received_total: 0 } }),
    ];
    expect(judge(metricsReconcile, trace).kind).toBe('held');
  });

  test('is not observable without counters in our form', () => {
    expect(judge(metricsReconcile, [...requests, ...read(null)]).kind).toBe('not-observable');
  });
});

describe('memory-bounded', () => {
  const outbox = (size: number): readonly TraceEvent[] =>
    at(1, { kind: 'outbox_read', device: DEVICE, size, limit: 10 });
  const store = (peak: number): readonly TraceEvent[] =>
    at(1, {
      kind: 'metrics_read',
      boot: 0,
      final: false,
      counters: { idempotency_entries: 3, idempotency_entries_peak: peak, idempotency_entries_max: 5 },
    });

  test('holds up to the limits, and says which side it saw', () => {
    expect(judge(memoryBounded, [...outbox(10), ...store(5)])).toEqual({
      kind: 'held',
      observations: 2,
      note: null,
    });
    expect(judge(memoryBounded, outbox(10))).toMatchObject({
      kind: 'held',
      note: expect.stringContaining('outboxes only'),
    });
    expect(judge(memoryBounded, store(5))).toMatchObject({
      kind: 'held',
      note: expect.stringContaining('dedupe store only'),
    });
  });

  test('names what is above its limit', () => {
    expect(messagesOf(judge(memoryBounded, [...outbox(11), ...store(6)]))).toEqual([
      'the outbox held 11 readings at 1s; its limit is 10',
      'the dedupe store held 6 entries by 1s; its limit is 5',
    ]);
  });

  test('is not observable when neither side tells', () => {
    expect(judge(memoryBounded, deliveredReading(0, 0)).kind).toBe('not-observable');
  });
});
