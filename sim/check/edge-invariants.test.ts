import { describe, expect, test } from 'vitest';
import { DEFAULT_DEVICE_SETTINGS } from '../../device/settings.ts';
import { DEFAULT_EDGE_SETTINGS } from '../../edge/settings.ts';
import type { EdgeSettings } from '../../edge/settings.ts';
import { duplicatesAreTrue } from './duplicates-are-true.ts';
import { retryCanSucceed } from './retry-can-succeed.ts';
import { judge, messagesOf } from './testing/judge.ts';
import type { JudgeOptions } from './testing/judge.ts';
import { validMeansAccepted } from './valid-means-accepted.ts';
import * as script from '../ledger/testing/script.ts';
import { at, born, deliveredReading, DEVICE } from '../ledger/testing/script.ts';
import type { Said } from '../ledger/testing/script.ts';
import type { TraceEvent } from '../trace/event.ts';

/** None of these needs a word of the edge. */
const SILENT: JudgeOptions = { edgeObservable: { stored: false, metrics: false } };

/** `once`: for a while. */
function withEdge(edge: Partial<EdgeSettings>, once: Partial<EdgeSettings> = {}): JudgeOptions {
  return {
    ...SILENT,
    settings: {
      device: DEFAULT_DEVICE_SETTINGS,
      edge: { ...DEFAULT_EDGE_SETTINGS, ...edge },
      drain: { withinMs: 60_000 },
      timeline: [{ edge: once }],
    },
  };
}

/** An attempt that reached the edge and was answered, 10 ms after it was sent. */
function exchange(seconds: number, status: number, attempt = 0, reading = 0): readonly TraceEvent[] {
  return [
    ...at(seconds, script.sent(reading, attempt)),
    ...at(seconds + 0.01, script.delivered(reading, attempt), script.answered(reading, status, attempt)),
    ...at(seconds + 0.02, script.heard(reading, status, attempt)),
  ];
}

/** The same of a request of which nobody can tell which reading it is for. */
const nameless = (status: number): readonly TraceEvent[] => [
  ...at(1, { kind: 'attempt_sent', device: DEVICE, reading: null, attempt: 0, timestamp: null }),
  ...at(1, { kind: 'request_delivered', device: DEVICE, reading: null, attempt: 0, copy: 0 }),
  ...at(1, { ...script.answered(0, status), reading: null } as Said),
];

test.for([
  [validMeansAccepted, nameless(404)],
  [duplicatesAreTrue, nameless(409)],
  [retryCanSucceed, [...at(0, script.phase('heal')), ...nameless(500)]],
] as const)('without a reading in any request it is not observable that $0.says', ([invariant, trace]) => {
  expect(judge(invariant, trace, SILENT)).toEqual({
    kind: 'not-observable',
    why: 'no request tells which reading it is for',
  });
});

describe('valid-means-accepted', () => {
  test('holds when nothing is refused for good', () => {
    // 503 and 429 ask for another try, and a 409 is a matter of its own.
    const trace = [
      ...at(0, born(0)),
      ...[503, 429, 408, 425, 409, 200].flatMap((status, index) => exchange(index, status, index)),
    ];
    expect(judge(validMeansAccepted, trace, SILENT)).toEqual({ kind: 'held', observations: 6, note: null });
  });

  test.for([404, 405])(
    'says where one tells the path, as long as the edge answers nothing but %d',
    (status) => {
      const first = [...at(0, born(0)), ...exchange(1, status)];
      const later = [...at(2, born(1)), ...exchange(3, 200, 0, 1)];
      expect(messagesOf(judge(validMeansAccepted, [...first, ...later], SILENT))).toEqual([
        `answered ${status} at 1.01s, which refuses it for good, though it was valid and came undamaged. If it takes readings elsewhere, say where with wire.path`,
      ]);
      const known = [...first.slice(0, 1), ...exchange(1, 503), ...exchange(3, status, 1)];
      expect(messagesOf(judge(validMeansAccepted, known, SILENT))).toEqual([
        `answered ${status} at 3.01s, which refuses it for good, though it was valid and came undamaged`,
      ]);
    },
  );

  test('says what a 415 is about', () => {
    const refused = judge(validMeansAccepted, [...at(0, born(0)), ...exchange(1, 415)], SILENT);
    expect(messagesOf(refused)).toEqual([
      'answered 415 at 1.01s, which refuses it for good, though it was valid and came undamaged. It asks for another Content-Type or Content-Encoding; our own edge takes application/json that is not compressed',
    ]);
  });

  test.for([400, 401, 413, 418, 422])('names a valid reading that is answered %d', (status) => {
    expect(
      messagesOf(judge(validMeansAccepted, [...at(0, born(0)), ...exchange(1, status)], SILENT)),
    ).toEqual([
      `answered ${status} at 1.01s, which refuses it for good, though it was valid and came undamaged`,
    ]);
  });

  test('takes a 401 for a question who asks, as long as the client shows other credentials then', () => {
    const challenged = [...at(0, born(0)), ...exchange(1, 401)];
    const renewed = [...challenged, ...at(2, script.renewed(0, 1)), ...exchange(2, 200, 1)];
    expect(judge(validMeansAccepted, renewed, SILENT).kind).toBe('held');
    expect(judge(validMeansAccepted, [...challenged, ...exchange(2, 200, 1)], SILENT).kind).toBe('violated');
    // Each asks anew; and who has not heard it can't do as it says.
    const asksTwice = [...renewed.slice(0, -1), ...exchange(2, 401, 1)];
    expect(messagesOf(judge(validMeansAccepted, asksTwice, SILENT))).toHaveLength(1);
    expect(judge(validMeansAccepted, challenged.slice(0, -1), SILENT).kind).toBe('held');
    const forgotten = [...challenged, ...at(2, { kind: 'device_crashed', device: DEVICE, boot: 0 })];
    expect(judge(validMeansAccepted, forgotten, SILENT).kind).toBe('held');
    // It asked for others, and was not answered.
    const question = at(2, script.nameless(script.sent(0)), script.nameless(script.heard(0, 503)));
    expect(judge(validMeansAccepted, [...challenged, ...question], SILENT).kind).toBe('held');
    const before = [...at(0, born(0)), ...question, ...exchange(3, 401)];
    expect(judge(validMeansAccepted, before, SILENT).kind).toBe('violated');
  });

  test('says of a device that was brought that it may be the one that is wrong', () => {
    const trace = [...at(0, born(0)), ...exchange(1, 400)];
    expect(messagesOf(judge(validMeansAccepted, trace, { ...SILENT, foreignDevice: true }))).toEqual([
      'answered 400 at 1.01s, which refuses it for good, though it came as the device sent it: the edge refuses what is valid, or the device sends what is not',
    ]);
  });

  test('excepts what was damaged, spoilt, no message, or given a number that was used before', () => {
    const damaged = [
      ...at(0, born(0), script.sent(0), script.injected('network.corrupt', 0)),
      ...at(1, script.delivered(0), script.answered(0, 400)),
      // The network damages a request before it makes copies of it.
      ...at(2, script.delivered(0, 0, 1), script.answered(0, 400, 0, 1)),
    ];
    const spoilt = [...at(3, born(1), script.logged('invalid_triggered', 1)), ...exchange(3, 400, 0, 1)];
    const noMessage = [
      ...at(4, born(2), { ...script.sent(2), timestamp: null } as Said),
      ...at(5, script.delivered(2), script.answered(2, 400)),
    ];
    const reused = [...deliveredReading(3, 6), ...at(7, born(3)), ...exchange(7, 422, 1, 3)];
    const verdict = judge(validMeansAccepted, [...damaged, ...spoilt, ...noMessage, ...reused], SILENT);
    // The first reading that had number 3.
    expect(verdict).toEqual({ kind: 'held', observations: 1, note: null });
  });

  test('knows what is spoilt also before anything else is heard of its number', () => {
    const trace = [
      ...at(0, script.bornUnnumbered(0), script.logged('invalid_triggered', 0)),
      ...exchange(1, 400),
    ];
    expect(judge(validMeansAccepted, trace, SILENT).kind).toBe('held');
  });

  test('judges the next attempt after a damaged one', () => {
    const trace = [
      ...at(0, born(0), script.sent(0), script.injected('network.corrupt', 0)),
      ...at(1, script.delivered(0), script.answered(0, 503)),
      ...exchange(2, 400, 1),
    ];
    expect(messagesOf(judge(validMeansAccepted, trace, SILENT))).toHaveLength(1);
  });

  test('lets an edge refuse a body that is over its limit', () => {
    const trace = [...at(0, born(0)), ...exchange(1, 413)];
    // {"device_id":"device-001","sequence_id":0,"timestamp":"2026-01-01T00:00:00.000Z","values":{"temperature_c":21.5}}
    // has 26 + 17 + 41 + 32 − 3 = 113 bytes.
    expect(judge(validMeansAccepted, trace, withEdge({ bodyBytesMax: 112 })).kind).toBe('held');
    expect(judge(validMeansAccepted, trace, withEdge({ bodyBytesMax: 113 })).kind).toBe('violated');
  });

  test('lets an edge tell a foreign device that two readings have one number', () => {
    const trace = [...at(0, born(0)), ...exchange(1, 200), ...exchange(2, 422, 1)];
    expect(judge(validMeansAccepted, trace, { ...SILENT, foreignDevice: true }).kind).toBe('held');
    expect(judge(validMeansAccepted, trace, SILENT).kind).toBe('violated');
  });

  test('leaves out what is said to a client that has hung up', () => {
    const goneThen = (gone: readonly TraceEvent[]): string =>
      judge(
        validMeansAccepted,
        [
          ...at(0, born(0), script.sent(0), script.delivered(0)),
          ...gone,
          ...at(2, script.answered(0, 400)),
          ...exchange(3, 200, 1),
        ],
        SILENT,
      ).kind;
    const hangUp = { kind: 'client_gone', device: DEVICE, reading: 0, attempt: 0, copy: 0 } as const;
    expect(goneThen(at(1, hangUp))).toBe('held');
    expect(goneThen([])).toBe('violated');
    expect(goneThen(at(1, { ...hangUp, copy: 1 }))).toBe('violated');
  });

  test('warns of readings that were refused with the whole of their batch', () => {
    const trace = [...at(0, born(0), born(1)), ...exchange(1, 424), ...exchange(1, 424, 0, 1)];
    expect(judge(validMeansAccepted, trace, SILENT)).toEqual({
      kind: 'held',
      observations: 2,
      note: null,
      warning:
        'valid readings were refused 2 times with the whole of their batch: they are lost by a device that does not send them again by themselves',
    });
  });

  test('leaves out what a gateway answers in front of the edge', () => {
    const answer = { ...script.answered(0, 404), source: 'gateway' } as Said;
    expect(judge(validMeansAccepted, at(0, born(0), script.sent(0), answer), SILENT)).toEqual({
      kind: 'held',
      observations: 0,
      note: null,
    });
  });
});

describe('duplicates-are-true', () => {
  test('names a 409 for what reaches the edge for the first time', () => {
    const trace = [...at(0, born(0)), ...exchange(1, 409)];
    expect(messagesOf(judge(duplicatesAreTrue, trace, SILENT))).toEqual([
      'answered 409 at 1.01s, though nothing of it that could have been stored had reached the edge before; what it keeps in real files may be of a run before',
    ]);
  });

  test('names no run before this one where the edge has accepted something', () => {
    const trace = [
      ...at(0, born(1), script.sent(1), script.delivered(1), script.answered(1, 200)),
      ...at(1, born(0)),
      ...exchange(2, 409),
    ];
    expect(messagesOf(judge(duplicatesAreTrue, trace, SILENT))).toEqual([
      expect.stringMatching(/had reached the edge before$/),
    ]);
  });

  test('names a 409 after nothing but refusals and requests that never came', () => {
    const trace = [
      ...at(0, born(0), script.sent(0), script.lostRequest(0)),
      ...exchange(6, 429, 1),
      ...exchange(8, 409, 2),
    ];
    expect(messagesOf(judge(duplicatesAreTrue, trace, SILENT))).toHaveLength(1);
  });

  test.for([200, 503, 500])('holds when the edge had answered %d before', (status) => {
    const trace = [...at(0, born(0)), ...exchange(1, status), ...exchange(3, 409, 1), ...exchange(5, 409, 2)];
    expect(judge(duplicatesAreTrue, trace, SILENT)).toEqual({ kind: 'held', observations: 2, note: null });
  });

  test('holds when the other one is worked on still, whichever came first', () => {
    const trace = [
      ...at(0, born(0), script.sent(0), script.injected('network.duplicate', 0)),
      ...at(1, script.delivered(0), script.delivered(0, 0, 1)),
      ...at(2, script.answered(0, 409), script.answered(0, 200, 0, 1)),
    ];
    expect(judge(duplicatesAreTrue, trace, SILENT).kind).toBe('held');
  });

  test('holds when the edge crashed over the first one', () => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.delivered(0), { kind: 'edge_crashed', boot: 0, openExchanges: 1 }),
      ...exchange(5, 409, 1),
    ];
    expect(judge(duplicatesAreTrue, trace, SILENT).kind).toBe('held');
  });

  test('says nothing of a number that two readings were given', () => {
    const trace = [...deliveredReading(0, 0), ...at(2, born(0)), ...exchange(2, 409, 1)];
    expect(judge(duplicatesAreTrue, trace, SILENT)).toEqual({ kind: 'held', observations: 0, note: null });
  });

  test('says how often a copy got a second 2xx', () => {
    const trace = [...at(0, born(0)), ...exchange(1, 200), ...exchange(2, 200, 1), ...exchange(3, 204, 2)];
    expect(judge(duplicatesAreTrue, trace, SILENT)).toMatchObject({
      kind: 'held',
      note: '2 deliveries of what was accepted before got a 2xx again, not a 409',
    });
  });

  test('warns of who knows some copies and accepts others', () => {
    const known = [...at(0, born(0)), ...exchange(1, 200), ...exchange(2, 409, 1)];
    const trace = [...known, ...exchange(3, 200, 2)];
    expect(judge(duplicatesAreTrue, trace, SILENT)).toMatchObject({
      kind: 'held',
      warning: expect.stringMatching(/answered 409 to 1 copy of what it had accepted, and accepted 1 again/),
    });
    expect(judge(duplicatesAreTrue, trace)).not.toHaveProperty('warning');
    expect(judge(duplicatesAreTrue, known, SILENT)).not.toHaveProperty('warning');
  });
});

describe('retry-can-succeed', () => {
  const heal = at(10, script.phase('heal'));
  const open = [...at(0, { kind: 'edge_started', boot: 0 }), ...at(9, born(0)), ...heal];

  test('names what is refused up to the end without an excuse', () => {
    // 12.01 s and 20.01 s: 8 s between the two.
    const trace = [...open, ...exchange(12, 503), ...exchange(20, 500, 1)];
    expect(messagesOf(judge(retryCanSucceed, trace, SILENT))).toEqual([
      'refused 2 times over 8s after the last fault, at last at 20.01s (answered 500), by an edge that had nothing else to do; it did not take it to the end',
    ]);
  });

  test('says of what is in the store already that it is to be acknowledged', () => {
    const stored = exchange(8, 200).slice(0, -1);
    const trace = [
      ...open,
      ...at(8, script.stored(0)),
      ...stored,
      ...exchange(12, 503, 1),
      ...exchange(20, 500, 2),
    ];
    expect(messagesOf(judge(retryCanSucceed, trace))).toEqual([
      expect.stringMatching(
        /; it has it in its store, and a copy of what is stored is to be acknowledged, with a 409 or a 2xx$/,
      ),
    ]);
  });

  test('holds when a later one is taken', () => {
    const trace = [...open, ...exchange(12, 503), ...exchange(20, 500, 1), ...exchange(30, 200, 2)];
    expect(judge(retryCanSucceed, trace, SILENT)).toEqual({ kind: 'held', observations: 3, note: null });
  });

  test('names what is accepted without the key for which its device looks, where nothing else can be why', () => {
    const inAWord = (seconds: number, attempt: number): readonly TraceEvent[] =>
      exchange(seconds, 200, attempt).map((event) =>
        event.kind === 'answer_delivered' ? { ...event, echoed: false } : event,
      );
    const twice = [...open, ...inAWord(12, 0), ...inAWord(20, 1)];
    expect(messagesOf(judge(retryCanSucceed, twice, SILENT))).toEqual([
      'answered 200 2 times, at last at 20.02s, without the key of the reading, for which its device looks, and so it goes on sending. Where a status is enough, say device.acknowledge=status',
    ]);
    expect(messagesOf(judge(retryCanSucceed, [...open, ...inAWord(12, 0)], SILENT))).toEqual([]);
    expect(messagesOf(judge(retryCanSucceed, [...twice, ...exchange(30, 200, 2)], SILENT))).toEqual([]);
    const byStatus = withEdge({});
    const device = { ...DEFAULT_DEVICE_SETTINGS, acknowledge: 'status' as const };
    const settings = byStatus.settings && { ...byStatus.settings, device };
    expect(messagesOf(judge(retryCanSucceed, twice, { ...byStatus, ...(settings && { settings }) }))).toEqual(
      [],
    );
  });

  test('takes a closed connection for a refusal', () => {
    const closes = (seconds: number, attempt: number): readonly TraceEvent[] => [
      ...at(seconds, script.sent(0, attempt)),
      ...at(seconds + 0.01, script.delivered(0, attempt)),
      ...at(seconds + 0.02, {
        kind: 'attempt_reset',
        device: DEVICE,
        reading: 0,
        attempt,
        by: 'edge_closed',
        processed: true,
      }),
    ];
    expect(judge(retryCanSucceed, [...open, ...closes(12, 0), ...closes(20, 1)], SILENT).kind).toBe(
      'violated',
    );
  });

  const others = (seconds: number, reading: number): readonly TraceEvent[] =>
    deliveredReading(reading, seconds);
  const twice = [...exchange(12, 503), ...exchange(20, 503, 1)];
  test.for<readonly [string, readonly TraceEvent[], JudgeOptions?]>([
    ['while faults last', [...at(9, born(0)), ...twice]],
    ['only once', [...open, ...exchange(12, 503)]],
    ['within five seconds', [...open, ...exchange(12, 503), ...exchange(16, 503, 1)]],
    // The edge is young until 28 s.
    ['while the edge starts', [...open, ...at(18, { kind: 'edge_started', boot: 1 }), ...twice]],
    [
      'while it takes others',
      [...open, ...others(11.5, 1), ...exchange(12, 503), ...others(19.5, 2), ...exchange(20, 503, 1)],
    ],
    [
      'while it works on another',
      [
        ...open,
        ...at(11, born(1), script.sent(1), script.delivered(1)),
        ...exchange(12, 503),
        ...exchange(20, 503, 1),
      ],
    ],
    [
      'while a fault has it work on another for longer than any edge would',
      [
        ...at(9, born(1), script.sent(1), script.delivered(1)),
        ...open,
        ...exchange(42, 503),
        ...exchange(60, 503, 1),
      ],
      withEdge({}, { contention: { minMs: 1, maxMs: 60_000, retryAfterMs: null } }),
    ],
    [
      'when it was asked to wait',
      [...open, ...asks(12, 0, 30_000), ...asks(20, 1, 30_000), ...asks(30, 2, 30_000)],
    ],
    [
      'by an edge that limits the pace',
      [...others(1, 1), ...open, ...exchange(12, 429), ...exchange(20, 429, 1)],
    ],
    ['for good, which is a matter of its own', [...open, ...exchange(12, 404), ...exchange(20, 404, 1)]],
    [
      'by an edge whose store is full',
      [...others(1, 1), ...open, ...twice],
      withEdge({ dedupe: { ttlMs: 300_000, limit: 1 } }),
    ],
  ])('says nothing of what is refused %s', ([, trace, options = SILENT]) => {
    expect(judge(retryCanSucceed, trace, options).kind).not.toBe('violated');
  });

  test('a limit that has let nothing of a device through for a minute is no matter of pace', () => {
    // Taken at 1.01 s or at 9.01 s, and refused at 65.01 s and at 71.01 s: 64 and 70 s later, or 56 and 62 s.
    const refused = [...exchange(65, 429), ...exchange(71, 429, 1)];
    expect(judge(retryCanSucceed, [...others(1, 1), ...open, ...refused], SILENT).kind).toBe('violated');
    expect(judge(retryCanSucceed, [...open, ...others(9, 1), ...refused], SILENT).kind).toBe('held');
  });

  test('an edge that leaves its clients waiting and takes nothing meanwhile refuses them', () => {
    const hangs = (seconds: number, attempt: number): readonly TraceEvent[] => [
      ...at(seconds, script.sent(0, attempt), script.delivered(0, attempt)),
      // The timeout is 5 s.
      ...at(seconds + 5, script.abandoned(0, attempt), script.gone(0, attempt)),
    ];
    const both = [...hangs(12, 0), ...hangs(20, 1)];
    expect(messagesOf(judge(retryCanSucceed, [...open, ...both], SILENT))).toEqual([
      'refused 2 times over 8s after the last fault, at last at 25s (not answered within 5s), by an edge that had nothing else to do; it did not take it to the end',
    ]);
    const silent = [
      [...open, ...hangs(12, 0)],
      // At work on another.
      [...open, ...hangs(12, 0), ...hangs(20, 1)].flatMap((event) =>
        event.kind === 'attempt_abandoned' ? [...others((event.at - 1_000_000) / 1e6, 1), event] : [event],
      ),
      [...open, ...both, ...exchange(30, 200, 2)],
    ];
    for (const trace of silent) expect(judge(retryCanSucceed, trace, SILENT).kind).toBe('held');
    // A fault may have it work for 20 s: it says nothing of what ends before 30 s.
    const slow = { probability: 0.2, minMs: 1, maxMs: 20_000, stage: 'before-commit' } as const;
    expect(judge(retryCanSucceed, [...open, ...both], withEdge({}, { slow })).kind).toBe('held');
  });

  test('an edge that names another place has refused whoever does not go on there', () => {
    const goesOn = (seconds: number, attempt: number): readonly TraceEvent[] => [
      ...exchange(seconds, 308, attempt),
      ...at(seconds + 0.02, script.redirected(0, attempt + 1), script.sent(0, attempt + 1)),
      ...at(seconds + 1, script.lostRequest(0, attempt + 1), script.abandoned(0, attempt + 1)),
    ];
    const judged = (trace: readonly TraceEvent[]): string =>
      judge(retryCanSucceed, [...open, ...trace], SILENT).kind;
    expect(judged([...goesOn(12, 0), ...goesOn(20, 2)])).toBe('held');
    expect(judged([...exchange(12, 308), ...exchange(20, 308, 1)])).toBe('violated');
    // Nor has it where nobody hears of that place any more.
    const unheard = (seconds: number, attempt: number): readonly TraceEvent[] => [
      ...at(seconds, script.sent(0, attempt)),
      ...at(seconds + 5, script.abandoned(0, attempt)),
      ...at(seconds + 6, script.delivered(0, attempt), script.answered(0, 308, attempt)),
    ];
    expect(judged([...unheard(12, 0), ...unheard(24, 1)])).toBe('held');
  });

  test('an edge whose word nobody has tried may have been there in between', () => {
    // It asks for 3 s each time, and the device comes 68 s later, or 11 s.
    const [first, second] = [asks(12, 0, 3_000), asks(83, 1, 3_000)];
    expect(judge(retryCanSucceed, [...open, ...first, ...second], SILENT).kind).toBe('held');
    expect(judge(retryCanSucceed, [...open, ...first, ...asks(26, 1, 3_000)], SILENT).kind).toBe('violated');
  });

  describe('while nothing has gone wrong', () => {
    const started = at(0, { kind: 'edge_started', boot: 0 });
    /** One reading each two seconds, from 20 s on; `refuse` says how those with these numbers are answered first. */
    const readings = (refuse: (seconds: number, reading: number) => readonly TraceEvent[], which: number[]) =>
      [...Array(30).keys()].flatMap((reading) => {
        const seconds = 20 + 2 * reading;
        return which.includes(reading)
          ? [...at(seconds, born(reading)), ...refuse(seconds, reading)]
          : deliveredReading(reading, seconds);
      });
    const fails = (seconds: number, reading: number): readonly TraceEvent[] => [
      ...at(seconds, script.sent(reading), script.delivered(reading)),
      ...at(seconds + 0.01, script.answered(reading, 500), script.heard(reading, 500)),
    ];
    const sheds = (seconds: number, reading: number): readonly TraceEvent[] =>
      fails(seconds, reading).map((event) =>
        event.kind === 'request_answered' ? { ...event, status: 503, retryAfter: '2' } : event,
      );
    const sendsOn = (seconds: number, reading: number): readonly TraceEvent[] => [
      ...at(seconds, script.sent(reading), script.delivered(reading)),
      ...at(seconds + 0.01, script.answered(reading, 308), script.heard(reading, 308)),
    ];
    /** Its client gives up after a timeout of 1.9 s, before the next reading comes. */
    const hangs = (seconds: number, reading: number): readonly TraceEvent[] => [
      ...at(seconds, script.sent(reading), script.delivered(reading)),
      ...at(seconds + 1.9, script.abandoned(reading), script.gone(reading)),
    ];
    /** The same after 0.4 s: there are edges that take so long for an answer. */
    const ticks = (seconds: number, reading: number): readonly TraceEvent[] => [
      ...at(seconds, script.sent(reading), script.delivered(reading)),
      ...at(seconds + 0.4, script.abandoned(reading), script.gone(reading)),
    ];
    const besideAnother = (seconds: number, reading: number): readonly TraceEvent[] => [
      ...at(seconds, born(100 + reading), script.sent(100 + reading), script.delivered(100 + reading)),
      ...fails(seconds, reading),
      ...at(seconds + 1, script.answered(100 + reading, 200), script.heard(100 + reading, 200)),
    ];
    const waiting = (timeoutMs: number): JudgeOptions => ({
      ...withEdge({}),
      settings: {
        edge: DEFAULT_EDGE_SETTINGS,
        device: { ...DEFAULT_DEVICE_SETTINGS, timeoutMs },
        drain: { withinMs: 60_000 },
        timeline: [],
      },
    });
    const restarted = at(29, { kind: 'edge_started', boot: 1 });
    const byTime = (one: TraceEvent, other: TraceEvent): number => one.at - other.at;
    const loss = at(19, born(200), script.sent(200), script.lostRequest(200));

    test.for<readonly [string, string, readonly TraceEvent[], JudgeOptions?]>([
      ['refuses', 'violated', readings(fails, [5, 10, 15])],
      ['leaves its client waiting', 'violated', readings(hangs, [5, 10, 15]), waiting(1_900)],
      ['is given no time to answer', 'held', readings(ticks, [5, 10, 15]), waiting(400)],
      // The timeout is 5 s: a client that leaves after 1.9 s is in a hurry.
      ['is left early', 'held', readings(hangs, [5, 10, 15])],
      ['refuses twice', 'held', readings(fails, [5, 10])],
      ['is closed for a while', 'held', readings(fails, [5, 6, 10, 11, 15, 16])],
      ['says when to come back', 'held', readings(sheds, [5, 10, 15])],
      ['says where to go', 'held', readings(sendsOn, [5, 10, 15])],
      ['has other work', 'held', readings(besideAnother, [5, 10, 15])],
      // At 30, 34 and 38 s: within ten seconds.
      ['has just started', 'held', [...restarted, ...readings(fails, [5, 7, 9])].toSorted(byTime)],
      ['has been through a fault', 'held', [...loss, ...readings(fails, [5, 10, 15])]],
      [
        'is told to shed',
        'held',
        readings(fails, [5, 10, 15]),
        withEdge({ overload: { probability: 0.1, retryAfterMs: null } }),
      ],
    ])('an edge that %s is %s', ([, verdict, trace, options = SILENT]) => {
      const all = [...started, ...trace, ...at(90, script.phase('heal'))];
      expect(judge(retryCanSucceed, all, options).kind).toBe(verdict);
    });

    test('an edge that fails now and then is named', () => {
      expect(
        messagesOf(judge(retryCanSucceed, [...started, ...readings(fails, [5, 10, 15])], SILENT)),
      ).toEqual(
        [30.01, 40.01, 50.01].map(
          (seconds) =>
            `refused at ${seconds}s (answered 500), as were 3 of 30 requests one at a time while nothing was wrong, with no word when to come back; what came before and after was taken`,
        ),
      );
    });
  });

  describe('while nothing is wrong', () => {
    /** A reading every three seconds from then on, refused at its only attempt 10 ms after it was sent. */
    const refusedFrom = (seconds: number, count: number, retryAfterMs?: number) =>
      Array.from({ length: count }, (_, index) => {
        const when = seconds + 3 * index;
        return [
          ...at(when, born(index), script.sent(index)),
          ...at(when + 0.01, script.delivered(index), script.answered(index, 503)),
          ...at(when + 0.02, script.heard(index, 503, 0, retryAfterMs === undefined ? {} : { retryAfterMs })),
        ];
      }).flat();
    const taken = (seconds: number): readonly TraceEvent[] => [
      ...at(seconds, born(99)),
      ...exchange(seconds, 200, 0, 99),
    ];
    const booted = at(0, { kind: 'edge_started', boot: 0 });

    test.for<readonly [string, string, readonly TraceEvent[]]>([
      // 20 intervals of three seconds.
      ['refuses all for a minute', 'violated', refusedFrom(20, 21)],
      ['refuses all for less', 'not-observable', refusedFrom(20, 20)],
      ['says each time to come in a second', 'violated', refusedFrom(20, 23, 1_000)],
      ['is closed until an instant that it names first', 'not-observable', refusedFrom(20, 40, 120_000)],
      ['stays closed after that', 'violated', refusedFrom(20, 62, 120_000)],
      [
        'takes one meanwhile',
        'not-observable',
        [...refusedFrom(20, 12), ...taken(54), ...refusedFrom(57, 12)],
      ],
      ['warms up', 'not-observable', refusedFrom(0, 23)],
    ])('an edge that %s: %s', ([, verdict, trace]) => {
      expect(judge(retryCanSucceed, [...booted, ...trace], SILENT).kind).toBe(verdict);
    });

    test('one that takes nothing any more is named', () => {
      expect(messagesOf(judge(retryCanSucceed, [...booted, ...refusedFrom(20, 21)], SILENT))).toEqual([
        'refused at 80.01s (answered 503), as all of 21 requests in 60s were while nothing was wrong: the edge takes nothing any more',
      ]);
    });

    test('where something is wrong it is not judged before that is over', () => {
      const wrong = at(10, { kind: 'window_opened', window: 0, faults: ['network.loss'] });
      const trace = [...booted, ...wrong, ...refusedFrom(20, 40)];
      expect(judge(retryCanSucceed, trace, SILENT).kind).toBe('not-observable');
    });
  });

  test('does not take "too many requests" for an excuse from an edge that never took one', () => {
    const trace = [...open, ...exchange(12, 429), ...exchange(20, 429, 1)];
    expect(judge(retryCanSucceed, trace, SILENT).kind).toBe('violated');
  });

  test.for<Partial<EdgeSettings>>([
    {
      capacity: { ratePerSecond: 1, concurrency: 1, queueLimit: 1, service: 'constant', retryAfterMs: null },
    },
    { rateLimit: { ratePerSecond: 1, burst: 1, total: null } },
    { contention: { minMs: 1, maxMs: 2, retryAfterMs: null } },
  ])('says that it judges no refusal of an edge that is at a limit after the faults (%o)', (edge) => {
    expect(judge(retryCanSucceed, [...open, ...twice], withEdge(edge))).toEqual({
      kind: 'held',
      observations: 0,
      note: 'no refusal was judged: the edge is at a limit also after the faults',
    });
  });

  test('is not observable when the run ended before the faults did', () => {
    expect(judge(retryCanSucceed, at(9, born(0)), SILENT).kind).toBe('not-observable');
  });

  function asks(seconds: number, attempt: number, retryAfterMs: number): readonly TraceEvent[] {
    return [
      ...at(seconds, script.sent(0, attempt)),
      ...at(seconds + 0.01, script.delivered(0, attempt), script.answered(0, 503, attempt)),
      ...at(seconds + 0.02, script.heard(0, 503, attempt, { retryAfterMs })),
    ];
  }
});

describe('retry-can-succeed, of what was cut off', () => {
  const SEEN: JudgeOptions = { ...SILENT, edgeObservable: { stored: true, metrics: false } };
  /** The edge has begun with reading 0 when its client hangs up, at 6 s. */
  const cut = [
    ...at(0, born(0), script.sent(0)),
    ...at(0.01, script.delivered(0)),
    ...at(5, script.abandoned(0)),
    ...at(6, script.gone(0)),
  ];
  /** Three retries of it, each with a reading beside it that has another status. */
  const retries = (
    status: number,
    other: number,
    seconds: readonly number[] = [7, 9, 13],
  ): readonly TraceEvent[] =>
    seconds.flatMap((second, index) => [
      ...exchange(second, status, index + 1),
      ...at(second + 0.1, born(index + 1)),
      ...exchange(second + 0.2, other, 0, index + 1),
    ]);

  test('names what is refused from then on, while others are taken', () => {
    expect(messagesOf(judge(retryCanSucceed, [...cut, ...retries(503, 200)], SEEN))).toEqual([
      'cut off at 6s (its client hung up), and refused 3 times over 6s from then on, at last at 13.01s (answered 503), while the edge took others and refused none; it was never taken',
    ]);
  });

  test('also when the first request ends with a refusal that nobody hears', () => {
    const ended = [...cut, ...at(6.5, script.answered(0, 500))];
    expect(messagesOf(judge(retryCanSucceed, [...ended, ...retries(503, 200)], SEEN))).toEqual([
      expect.stringContaining('and refused 3 times over 6s'),
    ]);
  });

  test('but not what a fault has the edge refuse', () => {
    const failing = [7, 9, 13].map((second, index) => ({
      at: (second + 0.005) * 1_000_000,
      kind: 'fault_injected' as const,
      device: DEVICE,
      reading: 0,
      attempt: index + 1,
      fault: 'edge.disk' as const,
    }));
    const trace = [...cut, ...retries(503, 200), ...failing].toSorted((a, b) => a.at - b.at);
    expect(judge(retryCanSucceed, trace, SEEN).kind).toBe('not-observable');
  });

  test('whatever other readings are refused with while an earlier request of theirs is in work', () => {
    const waiting = [
      ...at(8, born(9), script.sent(9)),
      ...at(8.01, script.delivered(9)),
      ...exchange(11, 503, 1, 9),
      ...at(15, script.answered(9, 200)),
    ];
    const trace = [...cut, ...retries(503, 200), ...waiting].toSorted((one, other) => one.at - other.at);
    expect(messagesOf(judge(retryCanSucceed, trace, SEEN))).toHaveLength(1);
  });

  test('also when it was a crash that cut it off', () => {
    const crashed = [
      ...at(0, born(0), script.sent(0)),
      ...at(0.01, script.delivered(0)),
      ...at(1, script.resetBy('edge.restart', 0)),
    ];
    expect(messagesOf(judge(retryCanSucceed, [...crashed, ...retries(425, 200)], SEEN))).toEqual([
      expect.stringMatching(/^cut off at 1s \(the edge crashed\), and refused 3 times over 6s/),
    ]);
  });

  test('also when it is left unanswered', () => {
    const loss = at(0, born(50), script.sent(50), script.lostRequest(50));
    const left = [7, 13, 19, 25].flatMap((seconds, index) => [
      ...at(seconds, script.sent(0, index + 1), script.delivered(0, index + 1)),
      ...deliveredReading(index + 10, seconds + 1),
      ...at(seconds + 5, script.abandoned(0, index + 1), script.gone(0, index + 1)),
    ]);
    expect(messagesOf(judge(retryCanSucceed, [...loss, ...cut, ...left], SEEN))).toEqual([
      'cut off at 6s (its client hung up), and refused 4 times over 18s from then on, at last at 30s (not answered within 5s), while the edge took others and refused none; it was never taken',
    ]);
    const later = [...loss, ...cut, ...left, ...at(40, script.stored(0))];
    expect(messagesOf(judge(retryCanSucceed, later, SEEN))).toEqual([]);
  });

  test.for([
    ['it is taken in the end', [...retries(503, 200), ...exchange(20, 200, 4)]],
    ['it is in the store in the end', [...retries(503, 200), ...at(20, script.stored(0))]],
    ['others are refused too', retries(503, 503)],
    [
      'the first request is taken, though nobody hears of it',
      [...at(6.5, script.answered(0, 200)), ...retries(503, 200)],
    ],
    [
      'it was refused only while the first request was in work',
      [...retries(503, 200), ...at(14, script.answered(0, 503))],
    ],
    ['it is refused within a moment, as the edge tidies up', retries(503, 200, [6.1, 6.4, 6.7])],
    [
      'two retries are hung up on, and each is refused to nobody a little later',
      [
        ...at(6.5, script.answered(0, 503)),
        ...[7, 14].flatMap((second, index) => [
          ...at(second, script.sent(0, index + 1)),
          ...at(second + 0.01, script.delivered(0, index + 1)),
          // Its timeout is five seconds.
          ...at(second + 5, script.abandoned(0, index + 1)),
          ...at(second + 5.01, script.gone(0, index + 1)),
          ...at(second + 5.02, script.answered(0, 503, index + 1)),
          ...[1, 2, 3].flatMap((other) => [
            ...at(second + 5 + other / 10, born(10 * index + other)),
            ...exchange(second + 5.01 + other / 10, 200, 0, 10 * index + other),
          ]),
        ]),
      ],
    ],
  ] as const)('is silent when %s', ([, then]) => {
    expect(messagesOf(judge(retryCanSucceed, [...cut, ...then], SEEN))).toEqual([]);
  });

  test('waits for as long as a fault may have the edge work on it, but not after a crash', () => {
    const contention = { minMs: 1, maxMs: 20_000, retryAfterMs: null };
    const held = { ...withEdge({}, { contention }), edgeObservable: { stored: true, metrics: false } };
    expect(messagesOf(judge(retryCanSucceed, [...cut, ...retries(503, 200)], held))).toEqual([]);
    // The client has gone at 6 s: from 26 s on nothing holds it up.
    const late = retries(503, 200, [25, 27, 30, 33]);
    expect(messagesOf(judge(retryCanSucceed, [...cut, ...late], held))).toEqual([
      expect.stringContaining('and refused 3 times over 6s'),
    ]);
    const crashed = [...cut.slice(0, -1), ...at(6, script.resetBy('edge.restart', 0))];
    expect(messagesOf(judge(retryCanSucceed, [...crashed, ...retries(503, 200)], held))).toHaveLength(1);
  });

  test('waits for thirty seconds where the edge does not say what it stored', () => {
    expect(messagesOf(judge(retryCanSucceed, [...cut, ...retries(503, 200)], SILENT))).toEqual([]);
    const late = retries(503, 200, [7, 20, 36.1]);
    expect(messagesOf(judge(retryCanSucceed, [...cut, ...late], SILENT))).toHaveLength(1);
  });
});
