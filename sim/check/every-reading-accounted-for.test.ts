import { describe, expect, test } from 'vitest';
import * as script from '../ledger/testing/script.ts';
import { at, born, deliveredReading, DEVICE } from '../ledger/testing/script.ts';
import type { TraceEvent } from '../trace/event.ts';
import { everyReadingAccountedFor } from './every-reading-accounted-for.ts';
import { EXAMPLE_POLICY, judge, messagesOf } from './testing/judge.ts';

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

  test('does not call lost what was sent in a request that nobody can tie to a reading', () => {
    const nameless = script.nameless(script.sent(0));
    const trace = [...at(3, script.bornUnnumbered(0), nameless), ...at(60, script.stopped(null))];
    expect(judge(everyReadingAccountedFor, trace)).toEqual({
      kind: 'not-observable',
      why: '1 of 1 reading cannot be followed, since requests of their devices do not tell which reading they are for',
    });
    // One request was for one reading at most.
    const two = [
      ...at(3, script.bornUnnumbered(0), script.bornUnnumbered(1), nameless),
      ...at(60, script.stopped(null)),
    ];
    expect(messagesOf(judge(everyReadingAccountedFor, two))).toHaveLength(1);
    // Of a device whose requests tell, what was never sent is lost.
    const silent = [...at(3, born(0)), ...at(60, script.stopped(null))];
    expect(messagesOf(judge(everyReadingAccountedFor, silent))).toHaveLength(1);
  });

  test('names a number that starts over after a reboot', () => {
    const trace = [
      ...deliveredReading(0, 0),
      ...at(5, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
      ...at(6, { kind: 'device_started', device: DEVICE, boot: 1 }),
      ...at(9, { ...born(0), timestamp: script.timestampOf(9) } as script.Said),
      ...at(10, { ...script.sent(0, 1), timestamp: script.timestampOf(9) } as script.Said),
      ...at(11, script.heard(0, 200, 1), script.logged('telemetry_acknowledged', 0)),
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

/** A reading that is sent once at 0 s, answered at 1 s, and of which the device then says `word`. */
function answeredThen(status: number, word: string): readonly TraceEvent[] {
  return [
    ...at(0, born(0), script.sent(0)),
    ...at(1, script.heard(0, status)),
    ...at(2, script.logged(word, 0)),
  ];
}

describe('the word of a device for the end of a reading', () => {
  test.for([
    [200, 'telemetry_acknowledged'],
    [204, 'telemetry_acknowledged'],
    [409, 'telemetry_acknowledged'],
    [409, 'duplicate_acknowledged'],
    [400, 'permanent_error_received'],
    [422, 'permanent_error_received'],
  ] as const)('after %d may be %s', ([status, word]) => {
    expect(judge(everyReadingAccountedFor, answeredThen(status, word)).kind).toBe('held');
  });

  test.for([
    [503, 'telemetry_acknowledged', 'acknowledged'],
    [400, 'telemetry_acknowledged', 'acknowledged'],
    [503, 'duplicate_acknowledged', 'duplicate-acknowledged'],
  ] as const)('after %d is not %s', ([status, word, end]) => {
    expect(messagesOf(judge(everyReadingAccountedFor, answeredThen(status, word)))).toEqual([
      `ended as ${end} by the word of the device at 2s, but it was given neither a 2xx nor a 409 for it; attempt 0 was answered ${status} at 1s`,
    ]);
  });

  test.for([200, 408, 409, 425, 429, 500, 503])('after %d is not permanent_error_received', (status) => {
    expect(
      messagesOf(judge(everyReadingAccountedFor, answeredThen(status, 'permanent_error_received'))),
    ).toEqual([
      `ended as rejected by the word of the device at 2s, but no answer that it was given refuses it for good; attempt 0 was answered ${status} at 1s`,
    ]);
  });

  test.for([
    [200, 'telemetry_acknowledged', 'held'],
    [409, 'duplicate_acknowledged', 'held'],
    [400, 'permanent_error_received', 'held'],
    [503, 'telemetry_acknowledged', 'violated'],
  ] as const)('after no more than the head of a %d, %s is %s', ([status, word, verdict]) => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.begun(0, status), script.logged(word, 0)),
    ];
    expect(judge(everyReadingAccountedFor, trace).kind).toBe(verdict);
  });

  test('after the head of a 409 whose body never came, a device that wants the whole may go on and give up', () => {
    const tries = [0, 1, 2, 3, 4, 5].flatMap((attempt) => [
      ...at(10 * attempt, script.sent(0, attempt), script.delivered(0, attempt)),
      ...at(10 * attempt + 1, script.answered(0, 409, attempt), script.begun(0, 409, attempt)),
      ...at(10 * attempt + 2, script.resetBy('network.answerCut', 0, attempt)),
    ]);
    const silent = [...at(0, born(0)), ...tries];
    const word = at(55, script.logged('retries_exhausted', 0));
    expect(judge(everyReadingAccountedFor, [...silent, ...word], { foreignDevice: true }).kind).toBe('held');
    // One that goes by the head has its end by it.
    const done = [
      ...at(0, born(0)),
      ...tries.slice(0, 3),
      ...at(20, born(1), script.sent(1), script.heard(1, 200)),
    ];
    expect(judge(everyReadingAccountedFor, done, { foreignDevice: true }).kind).toBe('held');
  });

  test.for([
    ['as GET, without a message', script.sentEmpty(0, 1), 'violated'],
    ['with its message', script.sent(0, 1), 'held'],
  ] as const)(
    'after a redirect that is followed %s, and 405, permanent_error_received is %s',
    ([, hop, verdict]) => {
      const trace = [
        ...at(0, born(0), script.sent(0)),
        ...at(1, script.heard(0, 302), script.redirected(0, 1), hop),
        ...at(2, script.heard(0, 405, 1), script.logged('permanent_error_received', 0)),
      ];
      expect(judge(everyReadingAccountedFor, trace).kind).toBe(verdict);
    },
  );

  test('is not acknowledged before an answer, nor after one that came too late', () => {
    const early = at(0, born(0), script.sent(0), script.logged('telemetry_acknowledged', 0));
    expect(messagesOf(judge(everyReadingAccountedFor, early))[0]).toContain(
      'no attempt of this boot has ended',
    );
    const tooLate = [
      ...at(0, born(0), script.sent(0)),
      ...at(5, script.abandoned(0)),
      ...at(6, script.late(0, 200), script.logged('telemetry_acknowledged', 0)),
    ];
    expect(messagesOf(judge(everyReadingAccountedFor, tooLate))[0]).toContain(
      'attempt 0 was abandoned at 5s',
    );
  });

  /** `count` attempts from `fromS` on, 60 s apart, each answered 503 with a Retry-After. */
  const failed = (count: number, fromS: number, firstAttempt = 0): readonly TraceEvent[] =>
    Array.from({ length: count }, (_, index) => [
      ...at(fromS + index * 60, script.sent(0, firstAttempt + index)),
      ...at(fromS + index * 60 + 1, script.heard(0, 503, firstAttempt + index, { retryAfterMs: 30_000 })),
    ]).flat();
  const exhausted = (atS: number): readonly TraceEvent[] => at(atS, script.logged('retries_exhausted', 0));

  // The example policy allows 5 retries: 6 attempts.
  test('is exhausted after 1 + R attempts, and not after fewer', () => {
    const after = (count: number): readonly TraceEvent[] => [
      ...at(0, born(0)),
      ...failed(count, 0),
      ...exhausted(400),
    ];
    expect(judge(everyReadingAccountedFor, after(6)).kind).toBe('held');
    expect(messagesOf(judge(everyReadingAccountedFor, after(5)))).toEqual([
      'ended as exhausted by the word of the device at 400s, but it made only 5 attempts; exponential-jitter allows 6',
    ]);
    expect(messagesOf(judge(everyReadingAccountedFor, after(0)))[0]).toContain('it made only 0 attempts');
  });

  test('is exhausted after the first attempt of a policy without retries', () => {
    const policy = { name: 'none', retriesMax: 0, delayBoundsMs: () => ({ min: 0, max: 0 }) };
    const trace = [...at(0, born(0)), ...failed(1, 0), ...exhausted(2)];
    expect(judge(everyReadingAccountedFor, trace, { policy }).kind).toBe('held');
  });

  test('is exhausted earlier by a policy that takes retries away, if it remembers more than one reading', () => {
    const trace = [
      ...at(0, born(0)),
      ...failed(2, 0),
      ...at(90, script.logged('retry_refused', 0)),
      ...exhausted(90),
    ];
    expect(messagesOf(judge(everyReadingAccountedFor, trace))[0]).toContain('it made only 2 attempts');
    const policy = { ...EXAMPLE_POLICY, memory: 'process' } as const;
    expect(judge(everyReadingAccountedFor, trace, { policy }).kind).toBe('held');
    expect(judge(everyReadingAccountedFor, [...trace.slice(0, -2), ...exhausted(90)], { policy }).kind).toBe(
      'violated',
    );
  });

  test('is exhausted by attempts that its policy did not let leave', () => {
    const refused = (count: number): readonly TraceEvent[] =>
      Array.from({ length: count }, (_, index) => at(300 + index, script.logged('send_refused', 0))).flat();
    const trace = (count: number): readonly TraceEvent[] => [
      ...at(0, born(0)),
      ...failed(2, 0),
      ...refused(count),
      ...exhausted(400),
    ];
    expect(judge(everyReadingAccountedFor, trace(4)).kind).toBe('held');
    expect(messagesOf(judge(everyReadingAccountedFor, trace(3)))[0]).toContain('it made only 5 attempts');
  });

  test('is exhausted by attempts that failed before its request left, such as by a question for a token', () => {
    const question = (second: number, end: script.Said): readonly TraceEvent[] => [
      ...at(second, script.nameless(script.sent(0))),
      ...at(second + 1, script.nameless(end)),
    ];
    const end = [...failed(5, 0), ...exhausted(400)];
    const after = (...before: readonly TraceEvent[]): readonly TraceEvent[] => [...before, ...end];
    const unanswered = question(2, script.abandoned(0));
    expect(judge(everyReadingAccountedFor, after(...at(0, born(0)), ...unanswered)).kind).toBe('held');
    const asked = question(2, script.heard(0, 429));
    expect(judge(everyReadingAccountedFor, after(...at(0, born(0)), ...asked)).kind).toBe('held');
    // One that was answered is no attempt; nor is one from before there was the reading.
    for (const status of [200, 404]) {
      const done = question(2, script.heard(0, status));
      expect(judge(everyReadingAccountedFor, after(...at(0, born(0)), ...done)).kind).toBe('violated');
    }
    expect(judge(everyReadingAccountedFor, after(...unanswered, ...at(4, born(0)))).kind).toBe('violated');
  });

  test('is exhausted by them also where the power went while it was recorded, and only its disk has it', () => {
    const cut = {
      kind: 'recording_cut',
      device: DEVICE,
      reading: 0,
      timestamp: script.timestampOf(0),
      values: { temperature_c: 21.5 },
    } as const;
    const held = Array.from({ length: 6 }, (_, index) =>
      at(10 + index, script.logged('send_refused', 0)),
    ).flat();
    const booted = at(5, { kind: 'device_started', device: DEVICE, boot: 1 });
    const trace = [...at(1, cut), ...booted, ...held, ...exhausted(400)];
    expect(judge(everyReadingAccountedFor, trace).kind).toBe('held');
  });

  test('is exhausted by the attempts of all boots, but not by an announced copy', () => {
    const rebooted = (count: number): readonly TraceEvent[] => [
      ...at(0, born(0)),
      ...failed(3, 0),
      ...at(200, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
      ...at(201, { kind: 'device_started', device: DEVICE, boot: 1 }),
      ...failed(count, 210, 3),
      ...exhausted(600),
    ];
    expect(judge(everyReadingAccountedFor, rebooted(6)).kind).toBe('held');
    // Three before the crash and three after it.
    expect(judge(everyReadingAccountedFor, rebooted(3)).kind).toBe('held');
    expect(messagesOf(judge(everyReadingAccountedFor, rebooted(2)))[0]).toContain('it made only 5 attempts');
    const copied = [
      ...at(0, born(0)),
      ...failed(5, 0),
      ...at(310, script.logged('duplicate_triggered', 0)),
      ...failed(1, 320, 5),
      ...exhausted(400),
    ];
    expect(messagesOf(judge(everyReadingAccountedFor, copied))[0]).toContain('it made only 5 attempts');
  });

  test('may be exhausted in a later boot although an earlier one had it acknowledged', () => {
    const trace = [
      ...deliveredReading(0, 0),
      ...at(5, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
      ...at(6, { kind: 'device_started', device: DEVICE, boot: 1 }),
      ...failed(6, 10, 1),
      ...exhausted(400),
    ];
    expect(judge(everyReadingAccountedFor, trace).kind).toBe('held');
  });

  test('is not doubted where the device sends what nobody can tell the reading of', () => {
    const nameless = script.nameless(script.sent(0));
    const refused = script.logged('permanent_error_received', 0);
    expect(judge(everyReadingAccountedFor, at(0, born(0), nameless, refused)).kind).toBe('held');
    expect(judge(everyReadingAccountedFor, at(0, born(0), refused)).kind).toBe('violated');
  });
});

test('a number before the first of the run is one that was given before it, where the device began at the first', () => {
  const numbered = (...numbers: readonly number[]): readonly string[] =>
    messagesOf(
      judge(
        everyReadingAccountedFor,
        numbers.flatMap((number, index) => deliveredReading(number, index)),
        { firstNumberOf: () => 65_436 },
      ),
    );
  expect(numbered(65_436, 65_437)).toEqual([]);
  expect(numbered(65_436, 0, 1)).toEqual([
    'has a number, at 1s, that was given long ago: the numbers of its device begin at 65436 in this run, and those before it were used',
  ]);
  // It does not go by what it is told.
  expect(numbered(3, 2)).toEqual([]);
});

test('what is nowhere but in memory, as its device has said, goes with the power, and with nothing else', () => {
  const taken = at(1, born(0), script.logged('kept_in_memory', 0), script.sent(0));
  const failed = at(6, script.abandoned(0));
  const reboot = [
    ...at(7, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
    ...at(8, { kind: 'device_started', device: DEVICE, boot: 1 }),
  ];
  const stopped = at(60, script.stopped([]));
  expect(judge(everyReadingAccountedFor, [...taken, ...failed, ...reboot, ...stopped]).kind).toBe('held');
  expect(messagesOf(judge(everyReadingAccountedFor, [...taken, ...failed, ...stopped]))).toEqual([
    'lost: generated at 1s, sent 1 time, and the device says nothing of its end',
  ]);
  // What it had delivered by then was delivered.
  const delivered = at(2, script.heard(0, 200), script.logged('telemetry_acknowledged', 0));
  expect(judge(everyReadingAccountedFor, [...taken, ...delivered, ...reboot, ...stopped]).kind).toBe('held');
  // It was on the disk after all, where a later sync had carried it out with the rest of its file.
  const again = at(9, script.sent(0, 1), script.heard(0, 200, 1), script.logged('telemetry_acknowledged', 0));
  expect(judge(everyReadingAccountedFor, [...taken, ...failed, ...reboot, ...again]).kind).toBe('held');
  const waiting = at(60, script.stopped([0]));
  expect(judge(everyReadingAccountedFor, [...taken, ...failed, ...reboot, ...waiting]).kind).toBe('held');
});

test('what had its end while the disk took nothing may have another after a reboot', () => {
  const full: script.Said = {
    kind: 'fault_injected',
    device: DEVICE,
    reading: null,
    attempt: -1,
    fault: 'device.disk',
  };
  const taken = at(1, born(0), script.sent(0));
  const ended = script.logged('packet_dropped', 0);
  const reboot = [
    ...at(7, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
    ...at(8, { kind: 'device_started', device: DEVICE, boot: 1 }),
  ];
  const again = at(9, script.sent(0, 1), script.heard(0, 200, 1), script.logged('telemetry_acknowledged', 0));
  const failed = at(6, script.abandoned(0));
  const held = (...said: readonly script.Said[]): boolean =>
    judge(everyReadingAccountedFor, [...taken, ...failed, ...at(6.1, ...said), ...reboot, ...again]).kind ===
    'held';
  expect(held(ended, full)).toBe(true);
  expect(held(full, ended)).toBe(true);
  expect(held(ended)).toBe(false);
  // Nor without a reboot.
  const atOnce = [...taken, ...failed, ...at(6.1, ended, full), ...again];
  expect(judge(everyReadingAccountedFor, atOnce).kind).toBe('violated');
});
