import { describe, expect, test } from 'vitest';
import * as script from '../ledger/testing/script.ts';
import { at, born, DEVICE } from '../ledger/testing/script.ts';
import type { TraceEvent } from '../trace/event.ts';
import { retryBudget } from './retry-budget.ts';
import { EXAMPLE_POLICY, judge, messagesOf } from './testing/judge.ts';

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

  test.for([0, 0.4])('names a first retry after %d s', (delayS) => {
    expect(messagesOf(judge(retryBudget, retried(delayS)))[0]).toContain(
      'allows 500ms to 1.5s before retry 1',
    );
  });

  test.for([2.6, 20])(
    'does not take a first retry for in time that nobody announced, after %d s',
    (delayS) => {
      // With one place in flight, it waits for others to be done: what was in flight before is not known here.
      expect(judge(retryBudget, retried(delayS))).toEqual({
        kind: 'not-observable',
        why: 'no delay was too short; the upper bound is not observable: the device does not say what it waits (retrying_after_backoff, delay_ms)',
      });
    },
  );

  test.for([
    ['alone', [], 'held'],
    ['in a list of one', [0], 'held'],
    ['in a part of it', [0, 1], 'held'],
    ['with the others once more', [0, 1, 2], 'violated'],
  ] as const)(
    'of a list that was refused as a whole, a reading goes at once %s: %s',
    ([, again, verdict]) => {
      const list = (attempt: number, readings: readonly number[]): readonly TraceEvent[] =>
        readings.length === 0
          ? []
          : [
              {
                at: attempt,
                kind: 'batch_sent',
                device: DEVICE,
                reading: 0,
                attempt,
                readings: [...readings],
              },
            ];
      const trace = [
        ...at(0, born(0), born(1), born(2), ...list(0, [0, 1, 2])),
        ...at(0, script.sent(0), script.sent(1), script.sent(2)),
        ...at(1, script.heard(0, 424), script.heard(1, 424), script.heard(2, 424)),
        ...at(1, ...list(1, again), script.sent(0, 1)),
      ];
      expect(judge(retryBudget, trace).kind).toBe(verdict);
    },
  );

  test.for([
    ['as after the first of a request', 2.6, 'not-observable'],
    ['as after a retry', 3.9, 'not-observable'],
    ['sooner than after any', 2.4, 'violated'],
  ] as const)('who left a list that was refused as a whole waits then %s', ([, again, verdict]) => {
    const readings = [0, 1];
    const list = { at: 0, kind: 'batch_sent', device: DEVICE, reading: 0, attempt: 0, readings } as const;
    const trace = [
      ...at(0, born(0), born(1), list, script.sent(0), script.sent(1)),
      ...at(1, script.heard(0, 424), script.heard(1, 424), script.sent(0, 1)),
      ...at(2, script.heard(0, 503, 1)),
      ...at(again, script.sent(0, 2)),
    ];
    expect(judge(retryBudget, trace).kind).toBe(verdict);
  });

  test.for([
    [10.3, 'held'],
    [11, 'held'],
    [10.2, 'violated'],
  ] as const)('a date may be held against either clock: %d s', ([delayS, verdict]) => {
    const asked = { retryAfterMs: 10_300, byDateMs: 11_000 };
    const delay_ms = delayS * 1_000;
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, 503, 0, asked), script.logged('retrying_after_backoff', 0, { delay_ms })),
      ...at(1 + delayS, script.sent(0, 1)),
    ];
    expect(judge(retryBudget, trace).kind).toBe(verdict);
  });

  test('an announced delay is none beyond both clocks', () => {
    const heard = script.heard(0, 503, 0, { retryAfterMs: 10_300, byDateMs: 11_000 });
    const announced = script.logged('retrying_after_backoff', 0, { delay_ms: 17_000 });
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, heard, announced),
      ...at(18, script.sent(0, 1)),
    ];
    expect(messagesOf(judge(retryBudget, trace))[0]).toContain('Retry-After asked for 10.3s or 11s');
  });

  test('who hedges may go by what the answer to the copy asks for', () => {
    const hedged = (retryAfterMs: number) => [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.logged('duplicate_triggered', 0), script.sent(0, 1)),
      ...at(2, script.heard(0, 503, 1, { retryAfterMs }), script.abandoned(0)),
      ...at(2, script.logged('retrying_after_backoff', 0, { delay_ms: 9_000 })),
      ...at(11, script.sent(0, 2)),
    ];
    expect(judge(retryBudget, hedged(9_000)).kind).toBe('held');
    expect(judge(retryBudget, hedged(2_000)).kind).toBe('violated');
  });

  test.for([
    [4_000, 6_000, 'held'],
    [4_000, 6_100, 'violated'],
    [1_000, 2_500, 'held'],
    [1_000, 2_600, 'violated'],
    [4_000, 3_990, 'violated'],
  ] as const)('asked to wait %d ms, an announced %d ms are %s', ([retryAfterMs, delay_ms, verdict]) => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(
        1,
        script.heard(0, 503, 0, { retryAfterMs }),
        script.logged('retrying_after_backoff', 0, { delay_ms }),
      ),
      ...at(1 + delay_ms / 1_000, script.sent(0, 1)),
    ];
    expect(judge(retryBudget, trace).kind).toBe(verdict);
  });

  test('a copy that was announced and never left is no retry that is missing', () => {
    const announced = (retry: number, delay_ms: number) =>
      script.logged('retrying_after_backoff', 0, { retry, delay_ms });
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(5, script.logged('duplicate_triggered', 0), script.abandoned(0), announced(0, 1_000)),
      ...at(6, script.sent(0, 1)),
      ...at(7, script.heard(0, 503, 1), announced(1, 2_900)),
      ...at(9.9, script.sent(0, 2)),
    ];
    expect(judge(retryBudget, trace).kind).toBe('held');
  });

  test('takes what shows other credentials after a 401 for a part of its attempt', () => {
    const renewed = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, 401), script.renewed(0, 1), script.sent(0, 1), script.heard(0, 200, 1)),
    ];
    expect(judge(retryBudget, renewed).kind).toBe('held');
    expect(
      judge(
        retryBudget,
        renewed.filter(({ kind }) => kind !== 'credentials_renewed'),
      ).kind,
    ).toBe('violated');
  });

  test('takes a redirect that is followed for a part of its attempt, however many there are', () => {
    // The policy allows 6 attempts; its first retry comes 500 ms after the end at the earliest.
    const hops = [1, 2, 3, 4, 5, 6, 7].flatMap((hop) => [
      ...at(hop, script.heard(0, 307, hop - 1), script.redirected(0, hop), script.sent(0, hop)),
    ]);
    const events = [...at(0, born(0), script.sent(0)), ...hops, ...at(8, script.heard(0, 503, 7))];
    expect(judge(retryBudget, [...events, ...at(9, script.sent(0, 8))])).toMatchObject({ kind: 'held' });
    expect(messagesOf(judge(retryBudget, [...events, ...at(8.4, script.sent(0, 8))]))[0]).toContain(
      'allows 500ms to 1.5s before retry 1',
    );
  });

  test('goes by an answer that comes after the timeout, if the device says at that instant that it retries', () => {
    // It times out after 5 s, or finds at 7 s, as its process goes on, an answer that asks for 30 s.
    const said = script.logged('retrying_after_backoff', 0, { delay_ms: 30_000 });
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(7, script.heard(0, 503, 0, { retryAfterMs: 30_000 }), said),
      ...at(37, script.sent(0, 1)),
    ];
    expect(judge(retryBudget, trace)).toMatchObject({ kind: 'held' });
  });

  test('a timer that counts whole milliseconds from a whole one on is not too soon', () => {
    const announced = (afterMs: number): readonly TraceEvent[] => [
      ...at(0, born(0), script.sent(0)),
      ...at(5.0009, script.heard(0, 503), script.logged('retrying_after_backoff', 0, { delay_ms: 932.614 })),
      ...at(5.0009 + afterMs / 1_000, script.sent(0, 1)),
    ];
    expect(judge(retryBudget, announced(931.1)).kind).toBe('held');
    expect(judge(retryBudget, announced(930)).kind).toBe('violated');
  });

  describe('of a device that announces nothing', () => {
    /** Reading 0 is retried in time; from then on the device is watched. */
    const watched = retried(1);
    /** Two requests a second apart: no limiter keeps them further apart. */
    const answered = [
      ...at(6.1, script.heard(0, 200, 1)),
      ...at(7, born(7), script.sent(7)),
      ...at(7.1, script.heard(7, 200)),
      ...at(8, born(8), script.sent(8)),
      ...at(8.1, script.heard(8, 200)),
    ];
    /** Six that get through shortly before: one that fails then, or two, are no reason for a breaker that goes by a rate. */
    const calm = [17, 17.3, 17.6, 18, 18.3, 18.6].flatMap((second, index) => [
      ...at(second, born(31 + index), script.sent(31 + index)),
      ...at(second + 0.1, script.heard(31 + index, 200)),
    ]);
    /** Reading 1 is given up at 25 s and comes again at 30 s: due by 26.5 s. */
    const late = (...between: readonly TraceEvent[]): readonly TraceEvent[] => [
      ...watched,
      ...answered,
      ...calm,
      ...at(20, born(1), script.sent(1)),
      ...between.filter((event) => event.at < 25_000_000),
      ...at(25, script.abandoned(1)),
      ...between.filter((event) => event.at > 25_000_000),
      ...at(30, script.sent(1, 1)),
    ];
    const frozen: script.Said = {
      kind: 'fault_injected',
      device: DEVICE,
      reading: null,
      attempt: -1,
      fault: 'device.freeze',
    };
    const HIDDEN = {
      kind: 'held',
      note: expect.stringContaining('of 1 retry the upper bound is not observable'),
    };

    test('a retry is in time when it comes within the bounds', () => {
      expect(judge(retryBudget, watched)).toEqual({ kind: 'held', observations: 2, note: null });
    });

    test('one that is late with nothing in flight is named', () => {
      expect(messagesOf(judge(retryBudget, late()))).toEqual([
        'the attempt at 30s came after 5s, though nothing was in flight; exponential-jitter allows 500ms to 1.5s before retry 1; what it waits on purpose it can say (retrying_after_backoff, delay_ms)',
      ]);
    });

    test('one that lets another go first may wait for its turn in a queue that leaves at a rate of its own', () => {
      const other = [...at(27, born(2), script.sent(2)), ...at(28, script.heard(2, 200))];
      expect(judge(retryBudget, late(...other))).toMatchObject(HIDDEN);
    });

    test('nor is one of a device whose requests have never been closer together', () => {
      // The gap before the retry is 30 − 20 s; those before it are 14 s, or 10 s and 4 s.
      const sparse = [
        ...at(20, born(1), script.sent(1)),
        ...at(25, script.abandoned(1)),
        ...at(30, script.sent(1, 1)),
      ];
      const first = [...watched, ...at(6.1, script.heard(0, 200, 1))];
      expect(judge(retryBudget, [...first, ...sparse])).toMatchObject(HIDDEN);
      const closer = [
        ...at(16, born(2), script.sent(2)),
        ...at(17, script.heard(2, 200), born(3), script.sent(3)),
        ...at(17.1, script.heard(3, 200)),
      ];
      expect(judge(retryBudget, [...first, ...closer, ...sparse]).kind).toBe('violated');
    });

    test('nor is one of a device that has retried others, and may have spent its budget of retries', () => {
      const failed = (reading: number, second: number): readonly TraceEvent[] => [
        ...at(second, born(reading), script.sent(reading)),
        ...at(second + 0.1, script.heard(reading, 503)),
        ...at(second + 1.1, script.sent(reading, 1)),
        ...at(second + 1.2, script.heard(reading, 200, 1)),
      ];
      // With reading 0 these are two others, or three.
      expect(judge(retryBudget, late(...failed(11, 10))).kind).toBe('violated');
      expect(judge(retryBudget, late(...failed(11, 10), ...failed(12, 13)))).toMatchObject(HIDDEN);
    });

    test('but who lets three others go first that failed later and come in time had room for it', () => {
      /** Fails a second after it is sent, and comes again a second after that. */
      const later = (reading: number, second: number, delayS = 1): readonly TraceEvent[] => [
        ...at(second, born(reading), script.sent(reading)),
        ...at(second + 0.1, script.heard(reading, 503)),
        ...at(second + 0.1 + delayS, script.sent(reading, 1)),
        ...at(second + 0.2 + delayS, script.heard(reading, 200, 1)),
      ];
      const after = (...others: readonly TraceEvent[]): readonly TraceEvent[] => [
        ...late().slice(0, -1),
        ...others,
        ...at(50, script.sent(1, 1)),
      ];
      const three = [...later(2, 28), ...later(3, 31), ...later(4, 34)];
      expect(messagesOf(judge(retryBudget, after(...three)))).toEqual([
        'the attempt at 50s came after 25s, though nothing was in flight; exponential-jitter allows 500ms to 1.5s before retry 1; what it waits on purpose it can say (retrying_after_backoff, delay_ms)',
      ]);
      // Nor was it a breaker that held it back, or an answer that asked the device to wait.
      const asked = [
        ...at(26, born(6), script.sent(6)),
        ...at(26.1, script.heard(6, 503, 0, { retryAfterMs: 60_000 })),
      ];
      expect(judge(retryBudget, after(...asked, ...three)).kind).toBe('violated');
      // What left in the second before it may stand before it in the same queue.
      const atOnce = [
        ...three.slice(0, -2),
        ...at(49.5, script.sent(4, 1)),
        ...at(49.6, script.heard(4, 200, 1)),
      ];
      expect(judge(retryBudget, after(...atOnce))).toMatchObject({ kind: 'held' });
      // Who failed later and is due sooner goes first in a queue that serves them as they are due.
      const sooner = [0, 1, 2].flatMap((index) => [
        ...at(24.2 + index / 10, born(2 + index), script.sent(2 + index)),
        ...at(25.2 + index / 10, script.heard(2 + index, 503)),
        ...at(27.6 + index, script.sent(2 + index, 1)),
        ...at(27.7 + index, script.heard(2 + index, 200, 1)),
      ]);
      expect(judge(retryBudget, after(...sooner)).kind).toBe('held');
      // A breaker that stays open lets one of them try now and then, whoever asks; which one is no sign of room.
      const tries = [2, 3, 4].flatMap((reading, index) => [
        ...at(27.6 + 4 * index, born(reading), script.sent(reading)),
        ...at(27.7 + 4 * index, script.heard(reading, 503)),
        ...at(28.7 + 4 * index, script.sent(reading, 1)),
        ...at(28.8 + 4 * index, script.heard(reading, 503, 1)),
      ]);
      expect(judge(retryBudget, after(...tries)).kind).toBe('held');
      // Nor is one that closes, and is open again before all that wait have come through.
      const closes = [2, 3, 4].flatMap((reading, index) => {
        const second = 27.6 + 4 * index;
        const fails = (other: number) => [
          ...at(second + 1.2, born(other), script.sent(other)),
          ...at(second + 1.3, script.heard(other, 503)),
        ];
        return [
          ...at(second, born(reading), script.sent(reading)),
          ...at(second + 0.1, script.heard(reading, 503)),
          ...at(second + 1.1, script.sent(reading, 1)),
          ...at(second + 1.2, script.heard(reading, 200, 1)),
          ...[0, 1, 2].flatMap((nth) => fails(50 + 3 * index + nth)).toSorted((a, b) => a.at - b.at),
        ];
      });
      expect(judge(retryBudget, after(...closes)).kind).toBe('held');
      // Two may be chance; where one of them is late too, there is none to spare; what failed before it may have had its room before.
      expect(judge(retryBudget, after(...three.slice(0, 10)))).toMatchObject(HIDDEN);
      const slow = [...later(2, 28), ...later(3, 31), ...later(4, 34), ...later(5, 37, 9)];
      expect(judge(retryBudget, after(...slow))).toMatchObject({
        kind: 'held',
        note: expect.stringMatching(/^of 2 retries/),
      });
    });

    test('of which retries most could not be judged is said of the whole run', () => {
      const others = [...at(24, born(2), script.sent(2)), ...at(30, script.heard(2, 200))];
      // The first was in time, and the one beside it is not judged: half of the first retries.
      expect(judge(retryBudget, late(...others))).not.toHaveProperty('inPart');
      const second = [...late(...others), ...at(31, script.abandoned(1)), ...at(90, script.sent(1, 2))];
      expect(judge(retryBudget, second)).toMatchObject({
        kind: 'held',
        note: expect.stringMatching(/^of 2 retries .*, among them most of the retries no\. 2$/),
        inPart: true,
      });
    });

    test('one that waits for others to be done is not judged, and that is said', () => {
      const others = [...at(24, born(2), script.sent(2)), ...at(30, script.heard(2, 200))];
      expect(judge(retryBudget, late(...others))).toMatchObject(HIDDEN);
    });

    test('nor is one that leaves soon after the device has nothing in flight any more', () => {
      const busyUntil = (second: number): readonly TraceEvent[] => [
        ...at(26, born(2), script.sent(2)),
        ...at(second, script.heard(2, 200)),
      ];
      expect(judge(retryBudget, late(...busyUntil(29.5)))).toMatchObject(HIDDEN);
      expect(judge(retryBudget, late(...busyUntil(28.5))).kind).toBe('violated');
    });

    test('nor is one after a request that tells no reading, such as a look at what became of it', () => {
      const { nameless } = script;
      // Over before the retry was due, by 26.5 s: from then on nothing is in flight.
      const asks = [...at(25.1, nameless(script.sent(0))), ...at(26.4, nameless(script.abandoned(0)))];
      expect(judge(retryBudget, late(...asks))).toMatchObject(HIDDEN);
      // One that was over before the attempt was has nothing to do with it.
      const before = [...at(20.1, nameless(script.sent(0))), ...at(21, nameless(script.abandoned(0)))];
      expect(judge(retryBudget, late(...before)).kind).toBe('violated');
    });

    test('one may wait for as long as before a later retry, where an attempt failed that nobody saw to be of its reading', () => {
      const { nameless } = script;
      // The pause before retry 1 is 5 s; that before retry 4, after three more, at least 4 s.
      const unseen = (count: number): readonly TraceEvent[] =>
        Array.from({ length: count }, (_, index) => [
          ...at(20.1 + index, nameless(script.sent(0))),
          ...at(20.6 + index, nameless(script.heard(0, 429))),
        ]).flat();
      expect(judge(retryBudget, late(...unseen(3))).kind).toBe('held');
      expect(messagesOf(judge(retryBudget, late(...unseen(1))))).toEqual([
        'the attempt at 30s came after 5s, though nothing was in flight; exponential-jitter allows 500ms to 3s before retry 1; what it waits on purpose it can say (retrying_after_backoff, delay_ms)',
      ]);
    });

    test('nor is one that an answer asked the device to hold back', () => {
      const asked = [
        ...at(24, born(2), script.sent(2)),
        ...at(24.5, script.heard(2, 503, 0, { retryAfterMs: 5000 })),
      ];
      expect(judge(retryBudget, late(...asked))).toMatchObject(HIDDEN);
    });

    test('one may wait as long as it was asked to, and then for its own delay, or for half as long again', () => {
      const comesAt = (seconds: number, retryAfterMs = 4_000): readonly TraceEvent[] => [
        ...watched,
        ...answered,
        ...calm,
        ...at(20, born(1), script.sent(1)),
        ...at(21, script.heard(1, 503, 0, { retryAfterMs })),
        ...at(seconds, script.sent(1, 1)),
      ];
      // 21 s + 2 s + 1.5 s, and 1 s until a queue is looked through.
      expect(judge(retryBudget, comesAt(25.5, 2_000))).toMatchObject({ kind: 'held', note: null });
      expect(judge(retryBudget, comesAt(25.6, 2_000)).kind).toBe('violated');
      // 21 s + 4 s · 1.5, and the same.
      expect(judge(retryBudget, comesAt(28))).toMatchObject({ kind: 'held', note: null });
      expect(judge(retryBudget, comesAt(28.1)).kind).toBe('violated');
      // It need wait for no longer than a minute, and may.
      expect(judge(retryBudget, comesAt(80.9, 120_000)).kind).toBe('violated');
      expect(judge(retryBudget, comesAt(81, 120_000)).kind).toBe('held');
      expect(judge(retryBudget, comesAt(202, 120_000))).toMatchObject({ kind: 'held', note: null });
      expect(judge(retryBudget, comesAt(202.1, 120_000)).kind).toBe('violated');
    });

    test('nor is one of a device of whose requests two in five have failed lately, as a breaker counts that goes by a rate', () => {
      /** Two of three, so that there are never three in a row. */
      const failed = (count: number): readonly TraceEvent[] =>
        Array.from({ length: count }, (_, index) => [
          ...at(20.1 + index, born(10 * index + 41), script.sent(10 * index + 41)),
          ...at(20.2 + index, script.heard(10 * index + 41, 503)),
          ...at(20.3 + index, born(10 * index + 42), script.sent(10 * index + 42)),
          ...at(20.4 + index, script.heard(10 * index + 42, 503)),
          ...at(20.5 + index, born(10 * index + 43), script.sent(10 * index + 43)),
          ...at(20.6 + index, script.heard(10 * index + 43, 200)),
        ]).flat();
      // With reading 1 and six that got through these are 3 of 10, and 7 of 16.
      expect(judge(retryBudget, late(...failed(1))).kind).toBe('violated');
      expect(judge(retryBudget, late(...failed(3)))).toMatchObject(HIDDEN);
    });

    test('nor is one of a device that has failed three times in a row, as a circuit breaker counts', () => {
      const failed = (count: number): readonly TraceEvent[] => [
        ...at(
          22,
          ...Array.from({ length: count }, (_, index) => [born(2 + index), script.sent(2 + index)]).flat(),
        ),
        ...at(23, ...Array.from({ length: count }, (_, index) => script.abandoned(2 + index))),
      ];
      // Two others, and reading 1 itself.
      expect(judge(retryBudget, late(...failed(2)))).toMatchObject(HIDDEN);
      expect(judge(retryBudget, late(...failed(1))).kind).toBe('violated');
      // A breaker that is open stays so for its time, whatever was under way and is answered meanwhile.
      const probed = [...at(24, born(9), script.sent(9)), ...at(24.1, script.heard(9, 200))];
      expect(judge(retryBudget, late(...failed(3), ...probed))).toMatchObject(HIDDEN);
    });

    test('but neither a breaker nor anything else holds a device back in which nothing has moved for half a minute', () => {
      const others = [
        ...at(22, born(2), script.sent(2), born(3), script.sent(3)),
        ...at(23, script.abandoned(2), script.abandoned(3)),
      ];
      const failed = (second: number): readonly TraceEvent[] => [
        ...late(...others).slice(0, -1),
        ...at(second, script.sent(1, 1)),
      ];
      // Reading 1 is the third to fail in a row, at 25 s: a breaker may be open until 85 s.
      expect(judge(retryBudget, failed(115))).toMatchObject(HIDDEN);
      expect(judge(retryBudget, failed(115.1)).kind).toBe('violated');
    });

    test('nor is one that was due while the process of the device stood still', () => {
      const frozenUntil = (seconds: number): readonly TraceEvent[] => [
        ...at(26, frozen),
        // Of somebody else: it goes on standing still.
        ...at(26.1, { kind: 'window_closed', window: 0, faults: ['network.loss'] }),
        ...at(seconds, { kind: 'window_closed', window: 1, faults: ['device.freeze'] }),
      ];
      expect(judge(retryBudget, late(...frozenUntil(30)))).toMatchObject(HIDDEN);
      // It went on before the retry was due.
      expect(judge(retryBudget, late(...frozenUntil(26.2))).kind).toBe('violated');
    });

    test('a wait that began as it stood still is longer by as much', () => {
      const sentAt = (seconds: number): readonly TraceEvent[] => [
        ...watched,
        ...answered,
        ...calm,
        ...at(20, born(1), script.sent(1)),
        ...at(25, script.abandoned(1)),
        ...at(25.1, frozen),
        ...at(26.3, { kind: 'window_closed', window: 1, faults: ['device.freeze'] }),
        ...at(seconds, script.sent(1, 1)),
      ];
      expect(judge(retryBudget, sentAt(28.5)).kind).not.toBe('violated');
      expect(judge(retryBudget, sentAt(29.5)).kind).toBe('violated');
    });

    test('nor is one of a policy that remembers the whole device', () => {
      const policy = { ...EXAMPLE_POLICY, memory: 'device' as const };
      expect(judge(retryBudget, late(), { policy })).toMatchObject(HIDDEN);
    });

    test('nor is one whose device rebooted in between', () => {
      const rebooted = at(26, { kind: 'device_crashed', device: DEVICE, boot: 0 });
      expect(judge(retryBudget, late(...rebooted)).kind).toBe('held');
    });
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

  test('counts an attempt that the policy did not let leave, and takes its delay for the next', () => {
    // The first retry is refused at 6 s; the second waits 1 to 3 s by the policy.
    const refusedThenSent = (sentS: number): readonly TraceEvent[] => [
      ...at(0, born(0), script.sent(0)),
      ...at(5, script.abandoned(0)),
      ...at(
        6,
        script.logged('send_refused', 0),
        script.logged('retrying_after_backoff', 0, { delay_ms: 2000 }),
      ),
      ...at(sentS, script.sent(0, 1)),
    ];
    expect(judge(retryBudget, refusedThenSent(8)).kind).toBe('held');
    expect(messagesOf(judge(retryBudget, refusedThenSent(7)))[0]).toContain('after it had announced 2s');
    const six = [
      ...spent.slice(0, -2),
      ...at(30, script.logged('send_refused', 0)),
      ...at(60, script.sent(0, 6)),
    ];
    expect(messagesOf(judge(retryBudget, [...six, ...at(90, script.sent(0, 7))]))[0]).toContain(
      'attempt 7 since the last boot',
    );
  });

  test('counts it too where the reading is one that was delivered before a reboot, and is sent once more', () => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, 200), script.logged('telemetry_acknowledged', 0)),
      ...at(2, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
      ...at(3, { kind: 'device_started', device: DEVICE, boot: 1 }),
      ...at(4, script.logged('send_refused', 0)),
      ...at(6, script.sent(0, 1)),
      // The second of this boot: its delay is that of the second retry, 1 to 3 s, not 0.5 to 1.5 s.
      ...at(7, script.abandoned(0, 1), script.logged('retrying_after_backoff', 0, { delay_ms: 2_500 })),
      ...at(12, script.sent(0, 2)),
    ];
    expect(messagesOf(judge(retryBudget, trace))).toEqual([]);
  });

  test('leaves Retry-After to a policy that handles it', () => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, 503, 0, { retryAfterMs: 10_000 })),
      ...at(2, script.sent(0, 1)),
    ];
    expect(judge(retryBudget, trace).kind).toBe('violated');
    const asked: unknown[] = [];
    const policy = {
      ...EXAMPLE_POLICY,
      handlesRetryAfter: true,
      delayBoundsMs: (retryIndex: number, context?: unknown) => {
        asked.push(context);
        return EXAMPLE_POLICY.delayBoundsMs(retryIndex);
      },
    } as const;
    expect(judge(retryBudget, trace, { policy }).kind).toBe('held');
    expect(asked).toContainEqual({ status: 503, retryAfterMs: 10_000 });
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

  test('counts the attempts of a reading that a reboot has brought back, though it had its end before', () => {
    const announced = (delayMs: number): script.Said => ({
      kind: 'device_logged',
      device: DEVICE,
      event: 'retrying_after_backoff',
      reading: 0,
      fields: { delay_ms: delayMs },
    });
    // A copy is on its way from 0 s to 12 s, so the reading is still on the books when the device resends it.
    const trace = [
      ...at(0, born(0), script.sent(0), script.injected('network.duplicate', 0)),
      ...at(0.1, script.delivered(0), script.answered(0, 200)),
      ...at(0.2, script.heard(0, 200), script.logged('telemetry_acknowledged', 0)),
      ...at(5, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
      ...at(
        9,
        { kind: 'device_started', device: DEVICE, boot: 1 },
        script.sent(0, 1),
        script.lostRequest(0, 1),
      ),
      ...at(12, script.delivered(0, 0, 1), script.answered(0, 409, 0, 1)),
      ...at(14, script.abandoned(0, 1), announced(1_000)),
      ...at(15, script.sent(0, 2)),
      ...at(20, script.abandoned(0, 2), announced(3_000)),
      // Before the second retry the policy waits 1 s to 3 s, before the first no more than 1.5 s.
      ...at(23, script.sent(0, 3)),
    ];
    expect(judge(retryBudget, trace)).toMatchObject({ kind: 'held' });
  });

  test('lets a client that times out without aborting try again after its timeout and the delay', () => {
    // 5 s timeout and at least 500 ms.
    const trace = (secondAt: number): readonly TraceEvent[] => [
      ...at(0, born(0), script.sent(0)),
      ...at(secondAt, script.sent(0, 1)),
    ];
    expect(messagesOf(judge(retryBudget, trace(5.5)))).toEqual([]);
    expect(messagesOf(judge(retryBudget, trace(5.4)))).toEqual([
      'the attempt at 5.4s came 5.4s after the one before was sent, which waits for its answer (timeout 5s); exponential-jitter allows 500ms to 1.5s before retry 1',
    ]);
  });

  test('names a request that is sent twice at once, and one that is hedged', () => {
    const twice = at(0, born(0), script.sent(0), script.sent(0, 1));
    expect(messagesOf(judge(retryBudget, twice))[0]).toContain('came 0ms after the one before was sent');
    const hedged = [...at(0, born(0), script.sent(0)), ...at(0.2, script.sent(0, 1))];
    expect(messagesOf(judge(retryBudget, hedged))[0]).toContain('came 200ms after the one before was sent');
  });

  test('counts from the latest attempt that waits, whatever an earlier one was answered', () => {
    const trace = (thirdAt: number): readonly TraceEvent[] => [
      ...at(0, born(0), script.sent(0)),
      ...at(6, script.sent(0, 1)),
      ...at(6.1, script.heard(0, 503)),
      ...at(thirdAt, script.sent(0, 2)),
    ];
    // Sent at 6 s, timeout 5 s, and at least 1 s before the second retry.
    expect(messagesOf(judge(retryBudget, trace(12)))).toEqual([]);
    expect(messagesOf(judge(retryBudget, trace(11.9)))[0]).toContain('before retry 2');
  });

  test('holds nobody to an answer that comes after the timeout', () => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(5, script.logged('retrying_after_backoff', 0, { delay_ms: 1000 })),
      ...at(5.9, script.heard(0, 503, 0, { retryAfterMs: 10_000 })),
      ...at(6, script.sent(0, 1)),
    ];
    expect(judge(retryBudget, trace).kind).toBe('held');
  });

  test('holds a client that has waited longer than its timeout to its delay all the same', () => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(10, script.abandoned(0)),
      ...at(10.1, script.sent(0, 1)),
    ];
    expect(messagesOf(judge(retryBudget, trace))[0]).toContain('came after 100ms');
  });

  test('looks at no announced copy that waits, and at no attempt of an earlier boot', () => {
    const copy = [
      ...at(0, born(0), script.sent(0), script.logged('duplicate_triggered', 0), script.sent(0, 1)),
      ...at(0.1, script.heard(0, 503)),
      ...at(0.6, script.sent(0, 2)),
    ];
    expect(judge(retryBudget, copy)).toEqual({ kind: 'held', observations: 2, note: null });
    const rebooted = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
      ...at(2, { kind: 'device_started', device: DEVICE, boot: 1 }, script.sent(0, 1)),
      ...at(2.1, script.heard(0, 503, 1)),
      ...at(2.6, script.sent(0, 2)),
    ];
    expect(judge(retryBudget, rebooted).kind).toBe('held');
  });

  /** `count` readings, each retried once after `delayS(reading)`. */
  function fleet(count: number, delayS: (reading: number) => number): readonly TraceEvent[] {
    return Array.from({ length: count }, (_, reading) => [
      ...at(reading * 10, born(reading), script.sent(reading)),
      ...at(reading * 10 + 5, script.abandoned(reading)),
      ...at(reading * 10 + 5 + delayS(reading), script.sent(reading, 1)),
    ]).flat();
  }

  /** `count` readings, each sent twice at once. */
  function twiceAtOnce(count: number): readonly TraceEvent[] {
    return Array.from({ length: count }, (_, reading) =>
      at(reading * 10, born(reading), script.sent(reading), script.sent(reading, 1)),
    ).flat();
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

  test('names what is sent twice at once for itself, not for lockstep', () => {
    // Each second request comes 5 s before the first can have timed out.
    expect(judge(retryBudget, twiceAtOnce(30))).toMatchObject({ kind: 'violated', count: 30 });
  });

  test('sees no lockstep in first retries that a queue held back alike', () => {
    // 3 s is longer than the policy ever waits before a first retry.
    const held = fleet(30, () => 3);
    expect(messagesOf(judge(retryBudget, held))).toEqual([]);
  });

  test('sees no lockstep in first retries of a queue that is looked through each second', () => {
    // All are given up at a whole second: half are due by the next one, half by the one after, 500 ms late.
    const ticks = fleet(80, (reading) => 1 + (reading % 2));
    expect(judge(retryBudget, ticks).kind).toBe('held');
    // A few that are late do not make a clock of it.
    const few = fleet(80, (reading) => (reading % 8 === 0 ? 2 : 1));
    expect(messagesOf(judge(retryBudget, few))).toHaveLength(1);
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
