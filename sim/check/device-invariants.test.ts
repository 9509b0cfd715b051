import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../trace/event.ts';
import { drainsAfterHeal } from './drains-after-heal.ts';
import { memoryBounded } from './memory-bounded.ts';
import { metricsReconcile } from './metrics-reconcile.ts';
import { noRetryAfterPermanent } from './no-retry-after-permanent.ts';
import { DIALECTS } from '../host/wire/dialects.ts';
import { judge, messagesOf } from './testing/judge.ts';
import * as script from '../ledger/testing/script.ts';
import { at, born, deliveredReading, DEVICE } from '../ledger/testing/script.ts';

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

  test('lets each of many that were refused together go again, also where OTLP lets a device drop them', () => {
    const { words } = DIALECTS['otlp-http-json'];
    const trace = (status: number): readonly TraceEvent[] => [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, status)),
      ...at(2, script.sent(0, 1)),
    ];
    expect(judge(noRetryAfterPermanent, trace(424), { words }).kind).toBe('held');
    expect(judge(noRetryAfterPermanent, trace(425), { words }).kind).toBe('violated');
  });

  test('lets the same with other credentials follow a 401, and nothing more', () => {
    const renewed = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, 401), script.renewed(0, 1), script.sent(0, 1)),
      ...at(2, script.heard(0, 401, 1)),
    ];
    expect(judge(noRetryAfterPermanent, renewed).kind).toBe('held');
    expect(judge(noRetryAfterPermanent, [...renewed, ...at(3, script.sent(0, 2))]).kind).toBe('violated');
  });

  test('lets a retry follow the 405 to a GET that a redirect has made of it', () => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, 302), script.redirected(0, 1), script.sentEmpty(0, 1)),
      ...at(2, script.heard(0, 405, 1)),
      ...at(3, script.sent(0, 2)),
    ];
    expect(judge(noRetryAfterPermanent, trace).kind).toBe('held');
  });

  test.for([
    ['network.corrupt', 'held'],
    ['network.answerLoss', 'violated'],
  ] as const)('of a list that %s has hit, an attempt after 400 is %s', ([fault, verdict]) => {
    // An id in it was hit, so the answer to the list names a reading that is not in it.
    const batch = { kind: 'batch_sent', device: DEVICE, reading: 0, attempt: 0, readings: [0, 1] } as const;
    const hit = { kind: 'fault_injected', device: DEVICE, attempt: 0, fault } as const;
    const trace = [
      ...at(0, born(0), born(1), batch, script.sent(0), script.sent(1)),
      ...at(0, { ...hit, reading: 0 }, { ...hit, reading: 1 }),
      ...at(1, script.heard(0, 400), script.heard(1, 500)),
      ...at(2, script.sent(0, 1)),
    ];
    expect(judge(noRetryAfterPermanent, trace).kind).toBe(verdict);
  });

  test.for([
    [true, 'held'],
    [false, 'violated'],
  ] as const)(
    'of a spoilt reading in a list, an attempt after 400 is, of a foreign device %s: %s',
    ([foreignDevice, verdict]) => {
      // Its id was spoilt, so that the 400 in the answer names no reading.
      const batch = (attempt: number, ...readings: number[]): TraceEvent => {
        return { at: attempt, kind: 'batch_sent', device: DEVICE, reading: 0, attempt, readings };
      };
      const trace = [
        ...at(0, born(0), born(1), script.injected('device.invalid', 0)),
        ...at(0, batch(0, 0, 1), script.sent(0), script.sent(1)),
        ...at(1, script.heard(0, 400), script.heard(1, 200)),
        // It says no word of the end that it was given, and sends on: in a list of one, in which it has no name either.
        ...at(2, batch(1, 0), script.sent(0, 1)),
        ...at(3, script.heard(0, 400, 1)),
        ...at(4, script.sent(0, 2)),
      ];
      expect(judge(noRetryAfterPermanent, trace, { foreignDevice }).kind).toBe(verdict);
      // Alone it is refused for good whoever sent it.
      const alone = [...trace, ...at(5, script.heard(0, 400, 2)), ...at(6, script.sent(0, 3))];
      expect(judge(noRetryAfterPermanent, alone, { foreignDevice }).kind).toBe('violated');
    },
  );

  test('a reading alone that was hit on its way is refused for good all the same', () => {
    const hit = { kind: 'fault_injected', device: DEVICE, reading: 0, attempt: 0 } as const;
    const trace = [
      ...at(0, born(0), script.sent(0), { ...hit, fault: 'network.corrupt' }),
      ...at(1, script.heard(0, 400)),
      ...at(2, script.sent(0, 1)),
    ];
    expect(judge(noRetryAfterPermanent, trace).kind).toBe('violated');
  });

  const cut = { kind: 'device_crashed', device: DEVICE, boot: 0 } as const;
  const fault = { kind: 'fault_injected', device: DEVICE, reading: null, attempt: -1 } as const;
  const noRoom = { ...fault, fault: 'device.disk' } as const;

  test.for([
    ['whose power goes as it hears it', at(1, cut), 'held'],
    ['whose disk has no room for it', at(1, noRoom), 'held'],
    ['whose power goes before it has taken it off its disk', at(2, cut), 'held'],
    ['whose disk is an old copy', at(2, { ...fault, fault: 'device.oldCopy' }), 'held'],
    ['that goes on', [], 'violated'],
  ] as const)('of a device %s, an attempt after 409 is %s', ([, event, verdict]) => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, 409)),
      ...event,
      ...at(3, script.sent(0, 1)),
    ];
    expect(judge(noRetryAfterPermanent, trace).kind).toBe(verdict);
    // It has not heard it, so it may try as often as it must, until it hears it again.
    const again = [...trace, ...at(4, script.heard(0, 503, 1)), ...at(5, script.sent(0, 2))];
    expect(judge(noRetryAfterPermanent, again).kind).toBe(verdict);
    const heard = [...again, ...at(6, script.heard(0, 409, 2)), ...at(7, script.sent(0, 3))];
    expect(judge(noRetryAfterPermanent, heard).kind).toBe('violated');
  });

  test('what was refused is refused after a reboot too: only what is done may come again', () => {
    const after = (status: number): string =>
      judge(noRetryAfterPermanent, [
        ...at(0, born(0), script.sent(0)),
        ...at(1, script.heard(0, status)),
        ...at(2, cut),
        ...at(3, script.sent(0, 1)),
      ]).kind;
    expect(after(400)).toBe('violated');
    expect(after(409)).toBe('held');
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

  const done = [
    ...at(0, born(0), script.sent(0)),
    ...at(1, script.delivered(0), script.stored(0), script.answered(0, 200), script.heard(0, 200)),
  ];
  const again = at(3, script.sent(0, 1));

  test.for([
    ['as it is', [...done, ...again], ['sent again at 3s (attempt 1) after 200 at 1s']],
    [
      'that was let go of',
      [...done, ...at(1, script.logged('telemetry_acknowledged', 0)), ...at(2, born(1)), ...again],
      ['sent again at 3s (attempt 1) after a 2xx'],
    ],
    ['that the device announces', [...done, ...at(2, script.logged('duplicate_triggered', 0)), ...again], []],
    [
      'that its device takes for none',
      [...done, ...at(1, script.logged('transient_error_received', 0)), ...again],
      [],
    ],
    ['after a power cut', [...done, ...at(2, cut), ...again], []],
    ['after its disk was full', [...done, ...at(2, noRoom), ...again], []],
    ['that the answer crossed', [...done, ...at(1, script.sent(0, 1))], []],
    [
      // The timeout is 5 s: the client may have turned away.
      'whose answer came as the timeout was over',
      [...at(0, born(0), script.sent(0)), ...at(5, script.heard(0, 200)), ...at(6, script.sent(0, 1))],
      [],
    ],
    [
      'whose answer had only begun once',
      [...at(0, born(0), script.sent(0)), ...at(0.5, script.begun(0, 200)), ...done.slice(2), ...again],
      [],
    ],
    [
      // A page of a proxy.
      'whose answer was no receipt',
      [
        ...at(0, born(0), script.sent(0)),
        ...at(1, script.heard(0, 200, 0, { echoed: false })),
        ...at(3, script.sent(0, 1)),
      ],
      [],
    ],
  ] as const)('of a reading that is done, a request %s', ([, trace, messages]) => {
    expect(messagesOf(judge(noRetryAfterPermanent, trace))).toEqual(messages);
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

  test('lets something in front of the counters refuse what they never hear of', () => {
    const refused = at(2, script.delivered(1), script.answered(1, 429));
    const judged = (changed: Partial<typeof counters>): string =>
      judge(metricsReconcile, [...requests, ...refused, ...read(changed)]).kind;
    // Of three that came, the one that was refused is in no counter.
    expect(judged({})).toBe('held');
    // Received and not refused, or the other way round.
    expect(judged({ received_total: 3 })).toBe('violated');
    expect(judged({ received_total: 3, accepted_total: 2 })).toBe('violated');
    expect(judged({ received_total: 2, rate_limited_total: 1 })).toBe('violated');
    // Whoever finds a reading invalid has read it; a damaged body is refused by a parser, which may stand in front.
    const invalid = [script.delivered(1), script.answered(1, 400)];
    const damaged = [script.sent(1), script.injected('network.corrupt', 1), ...invalid];
    const kindOf = (said: readonly script.Said[]): string =>
      judge(metricsReconcile, [...requests, ...at(2, ...said), ...read({})]).kind;
    expect(kindOf(invalid)).toBe('violated');
    expect(kindOf(damaged)).toBe('held');
  });

  test('lets the counters of readings leave aside what tells of none', () => {
    const asked = { ...script.delivered(1), reading: null } as script.Said;
    const told = { ...script.answered(1, 200), reading: null } as script.Said;
    const judged = (said: readonly script.Said[], changed: Partial<typeof counters>): string =>
      judge(metricsReconcile, [...requests, ...at(2, ...said), ...read(changed)]).kind;
    expect(judged([asked, told], {})).toBe('held');
    expect(judged([asked, told], { received_total: 3, accepted_total: 2 })).toBe('held');
    expect(judged([asked, told], { received_total: 3 })).toBe('violated');
    expect(judged([asked, told], { received_total: 1, accepted_total: 0 })).toBe('violated');
    // Before it is answered.
    expect(judged([asked], {})).toBe('held');
    expect(judged([asked], { received_total: 3, in_progress: 1 })).toBe('held');
    expect(judged([asked], { received_total: 1, accepted_total: 0 })).toBe('violated');
  });

  test('lets an edge count what broke off as it likes, and nothing else', () => {
    const begun = { ...script.delivered(1), kind: 'request_begun' } as script.Said;
    const judged = (changed: Partial<typeof counters>): string =>
      judge(metricsReconcile, [...requests, ...at(2, begun), ...read(changed)]).kind;
    expect(judged({})).toBe('held');
    expect(judged({ received_total: 3, aborted_total: 1 })).toBe('held');
    expect(judged({ received_total: 3, rejected_total: 1 })).toBe('held');
    expect(judged({ received_total: 3, in_progress: 1 })).toBe('held');
    expect(judged({ received_total: 3, accepted_total: 2 })).toBe('violated');
    expect(judged({ received_total: 4, rejected_total: 1, aborted_total: 1 })).toBe('violated');
    // Once it is whole it is a request like any other.
    const whole = at(2, begun, script.delivered(1), script.answered(1, 503));
    const trace = [...requests, ...whole, ...read({ received_total: 3, rejected_total: 1 })];
    expect(judge(metricsReconcile, trace).kind).toBe('violated');
  });

  test('lets what has no answer wait in a queue in front of the counters', () => {
    const judged = (said: readonly script.Said[], changed: Partial<typeof counters>): string =>
      judge(metricsReconcile, [...requests, ...at(2, ...said), ...read(changed)]).kind;
    const two = [script.delivered(1), script.delivered(2)];
    expect(judged(two, {})).toBe('held');
    expect(judged(two, { received_total: 3, in_progress: 1 })).toBe('held');
    // More than wait: of the two that were answered one is missing.
    expect(judged(two, { received_total: 1, accepted_total: 0 })).toBe('violated');
    // What has come out of the queue is in work.
    expect(judged(two, { received_total: 4, in_progress: 1 })).toBe('violated');
    expect(judged([script.delivered(1), script.answered(1, 200)], {})).toBe('violated');
  });

  test('does not compare counters that may be of any instant between the question and the answer', () => {
    const slow = (askedAt: number): readonly TraceEvent[] =>
      read({ received_total: 1, duplicates_total: 0 }).map((event) => ({ ...event, askedAt }));
    const judged = (askedAt: number): string => judge(metricsReconcile, [...requests, ...slow(askedAt)]).kind;
    // The second request came at 2 s.
    expect(judged(1_500_000)).toBe('not-observable');
    expect(judged(2_500_000)).toBe('violated');
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
