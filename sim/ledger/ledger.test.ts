import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as script from './testing/script.ts';
import { at, born, DEVICE } from './testing/script.ts';
import { OWN } from './testing/watched.ts';
import type { TraceEvent } from '../trace/event.ts';
import { DIALECTS } from '../host/wire/dialects.ts';
import { FINAL_STATES, Ledger, usualAnswers } from './index.ts';
import type { AnswerRule, LedgerOptions, LedgerSummary } from './index.ts';

const FOREIGN: LedgerOptions = { ...OWN, foreignDevice: true };

function run(
  options: LedgerOptions,
  trace: readonly TraceEvent[],
): { ledger: Ledger; summary: LedgerSummary } {
  const ledger = new Ledger(options);
  for (const event of trace) ledger.observe(event);
  return { ledger, summary: ledger.conclude() };
}

function openCount(ledger: Ledger): number {
  return [...ledger.openEntries()].length;
}

describe('the ledger of a device that says how its readings end', () => {
  test('counts each end by the word of the device', () => {
    const words = {
      telemetry_acknowledged: 'acknowledged',
      duplicate_acknowledged: 'duplicate-acknowledged',
      packet_dropped: 'dropped',
      permanent_error_received: 'rejected',
      retries_exhausted: 'exhausted',
      outbox_overflow: 'overflowed',
      disk_content_damaged: 'damaged',
    } as const;
    const events = Object.keys(words).flatMap((word, reading) => [
      ...at(reading, born(reading), script.logged(word, reading)),
    ]);
    const { summary } = run(OWN, events);
    expect(summary.generated).toBe(7);
    for (const end of Object.values(words)) expect(summary.ends[end]).toBe(1);
    expect(summary.ends.lost + summary.ends.pending).toBe(0);
  });

  test('takes the end that was logged before the birth was told, as a drop inside record() is', () => {
    const { summary } = run(OWN, at(1, script.logged('packet_dropped', 0), born(0)));
    expect(summary).toMatchObject({ generated: 1, attempted: 0, unexpected: 0 });
    expect(summary.ends.dropped).toBe(1);
  });

  test('does not end a reading by the answer to its second copy', () => {
    const { ledger } = run(OWN, [
      ...at(0, born(0), script.sent(0), script.logged('duplicate_triggered', 0), script.sent(0, 1)),
      ...at(1, script.heard(0, 409, 1), script.logged('duplicate_acknowledged', 0, { copy: true })),
      ...at(2, script.stopped([0])),
    ]);
    expect(ledger.closedAtEnd).toMatchObject([
      { end: 'pending', entry: { attempts: 1, announcedCopies: 1 } },
    ]);
  });

  test('tells pending from lost by what the device says of itself when it stops', () => {
    const { summary } = run(OWN, [...at(0, born(0)), ...at(3, born(1)), ...at(60, script.stopped([1]))]);
    expect(summary.ends).toMatchObject({ lost: 1, pending: 1 });
  });

  test('takes open readings for pending when the run was cut short before the device could say', () => {
    expect(run(OWN, at(0, born(0))).summary.ends).toMatchObject({ lost: 0, pending: 1 });
  });

  test('names two different ends by the own word of the device', () => {
    const ledger = new Ledger(OWN);
    const events = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.logged('retries_exhausted', 0)),
      ...at(2, script.logged('telemetry_acknowledged', 0)),
    ];
    for (const event of events) ledger.observe(event);
    expect(ledger.conflict).toEqual({ kind: 'second-end', first: 'exhausted', second: 'acknowledged' });
  });

  test('lets a rebooted device give up on what it had seen delivered before', () => {
    const ledger = new Ledger(OWN);
    const conflicts = [
      ...script.deliveredReading(0, 0),
      ...at(5, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
      ...at(9, { kind: 'device_started', device: DEVICE, boot: 1 }, script.sent(0, 1)),
      ...at(60, script.logged('retries_exhausted', 0)),
    ].map((event) => {
      ledger.observe(event);
      return ledger.conflict;
    });
    expect(conflicts.filter((conflict) => conflict !== null)).toEqual([]);
    expect(ledger.conclude().ends).toMatchObject({ acknowledged: 1, exhausted: 0 });
  });

  test('lets a rebooted device find damaged what had its end, and no other', () => {
    const words = (crash: boolean): readonly TraceEvent[] => [
      ...at(0, born(0), script.logged('retries_exhausted', 0)),
      ...(crash ? at(5, { kind: 'device_crashed', device: DEVICE, boot: 0 } as const) : []),
      ...(crash ? at(6, { kind: 'device_started', device: DEVICE, boot: 1 } as const) : []),
      ...at(7, script.logged('disk_content_damaged', 0)),
    ];
    const conflictAfter = (events: readonly TraceEvent[]): Ledger['conflict'] => {
      const ledger = new Ledger(OWN);
      for (const event of events) ledger.observe(event);
      return ledger.conflict;
    };
    expect(conflictAfter(words(true))).toBeNull();
    expect(conflictAfter(words(false))).toEqual({
      kind: 'second-end',
      first: 'exhausted',
      second: 'damaged',
    });
  });

  test('lets a rebooted device hear 409 for what it had seen delivered', () => {
    const ledger = new Ledger(OWN);
    const conflicts = [
      ...script.deliveredReading(0, 0),
      ...at(5, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
      ...at(9, { kind: 'device_started', device: DEVICE, boot: 1 }, script.sent(0, 1)),
      ...at(9.1, script.delivered(0, 1), script.answered(0, 409, 1)),
      ...at(9.2, script.heard(0, 409, 1), script.logged('duplicate_acknowledged', 0, { copy: false })),
    ].map((event) => {
      ledger.observe(event);
      return ledger.conflict;
    });
    expect(conflicts.filter((conflict) => conflict !== null)).toEqual([]);
    expect(ledger.conclude()).toMatchObject({
      generated: 1,
      stored: 1,
      reachedAgain: 1,
      deduplicated: 1,
    });
  });

  test('names a number given to two readings, and counts both', () => {
    const ledger = new Ledger(OWN);
    for (const event of script.deliveredReading(0, 0)) ledger.observe(event);
    for (const event of at(10, { ...born(0), timestamp: script.timestampOf(10) } as script.Said))
      ledger.observe(event);
    expect(ledger.conflict).toEqual({ kind: 'number-reused', timestamp: script.timestampOf(10) });
    expect(ledger.conclude().generated).toBe(2);
  });

  test('counts attempts afresh after a reboot', () => {
    const { ledger } = run(OWN, [
      ...at(0, born(0), script.sent(0)),
      ...at(5, script.abandoned(0)),
      ...at(6, script.sent(0, 1)),
      ...at(7, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
      ...at(9, { kind: 'device_started', device: DEVICE, boot: 1 }, script.sent(0, 2)),
    ]);
    expect(ledger.closedAtEnd[0]?.entry).toMatchObject({ attempts: 3, bootAttempts: 1 });
  });
});

describe('damage that is said of no reading by its number', () => {
  const said = { ...script.logged('disk_content_damaged', 0), reading: null, fields: {} } as script.Said;
  const damage = {
    kind: 'fault_injected',
    device: DEVICE,
    reading: null,
    attempt: -1,
    fault: 'device.damage',
  } as const;
  const endsOf = (isDamaged: boolean, ...rest: readonly TraceEvent[]) =>
    run(OWN, [
      // Number 0 is sent and not answered in time; numbers 1 and 2 wait.
      ...at(0, born(0), script.sent(0)),
      ...at(1, born(1), born(2)),
      ...at(4, ...(isDamaged ? [damage] : []), { kind: 'device_crashed', device: DEVICE, boot: 0 }),
      ...at(5, { kind: 'device_started', device: DEVICE, boot: 1 }, said),
      ...rest,
      ...at(60, script.stopped([2])),
    ]).summary.ends;

  test('is the end of what is neither sent nor listed any more', () => {
    expect(endsOf(true)).toMatchObject({ damaged: 2, pending: 1, lost: 0 });
  });

  test('is none of what was sent or measured after that', () => {
    const later = [...at(6, script.sent(1, 1)), ...at(9, born(3))];
    expect(endsOf(true, ...later)).toMatchObject({ damaged: 1, pending: 1, lost: 2 });
  });

  test('is none on a disk that nothing has damaged', () => {
    expect(endsOf(false)).toMatchObject({ damaged: 0, pending: 1, lost: 2 });
  });
});

describe('a device that gives up a reading and does not say which', () => {
  const said = { ...script.logged('outbox_overflow', 0), reading: null, fields: {} } as script.Said;
  const endsOf = (...rest: readonly TraceEvent[]) =>
    run(OWN, [...at(0, born(0), born(1), born(2)), ...rest, ...at(60, script.stopped([2]))]).summary.ends;

  test('accounts for one that it neither sends nor lists any more', () => {
    expect(endsOf(...at(5, said))).toMatchObject({ overflowed: 1, pending: 1, lost: 1 });
    expect(endsOf(...at(5, said, said, said))).toMatchObject({ overflowed: 2, pending: 1, lost: 0 });
  });

  test('accounts for none that it had in its hands, or got, after that', () => {
    expect(endsOf(...at(5, said), ...at(6, script.sent(1, 0)))).toMatchObject({ overflowed: 1, lost: 1 });
    expect(endsOf(...at(5, said, said), ...at(6, script.sent(1, 0)))).toMatchObject({
      overflowed: 1,
      lost: 1,
    });
    expect(endsOf(...at(5, said, said), ...at(6, born(3)))).toMatchObject({ overflowed: 2, lost: 1 });
  });
});

describe('a device whose disk is an old copy', () => {
  const taken = (reading: number, timestamp: number): script.Said =>
    ({ ...born(reading), timestamp: script.timestampOf(timestamp) }) as script.Said;
  const leaves = (reading: number, timestamp: number): script.Said =>
    ({ ...script.sent(reading), timestamp: script.timestampOf(timestamp) }) as script.Said;
  /** A copy is made at 1 s. Number 5 is stored and said so, number 6 waits, and at 4 s the copy comes back. */
  const copied = [
    ...at(1, { kind: 'window_opened', window: 0, faults: ['device.oldCopy'] }),
    ...script.deliveredReading(5, 2),
    ...at(3, born(6)),
    ...at(4, {
      kind: 'fault_injected',
      device: DEVICE,
      reading: null,
      attempt: -1,
      fault: 'device.oldCopy',
    }),
    ...at(4, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
    ...at(5, { kind: 'device_started', device: DEVICE, boot: 1 }),
  ];
  /** The edge knows number 5, and refuses the reading of 9 s that has it now. */
  const refused = [
    ...at(9, taken(5, 9), leaves(5, 9)),
    ...at(9.1, script.delivered(5), script.answered(5, 422)),
    ...at(9.2, script.heard(5, 422)),
  ];

  function conflictsOf(trace: readonly TraceEvent[], options: LedgerOptions = OWN) {
    const ledger = new Ledger(options);
    const conflicts: string[] = [];
    ledger.onConflict(({ kind }, { reading }) => conflicts.push(`${kind} ${reading}`));
    for (const event of trace) ledger.observe(event);
    return { conflicts, ends: ledger.conclude().ends, generated: ledger.summary?.generated };
  }

  test('has lost what came after the copy, and nobody is to blame', () => {
    const { conflicts, ends } = conflictsOf([...copied, ...at(60, script.stopped([]))]);
    expect(conflicts).toEqual([]);
    expect(ends).toMatchObject({ acknowledged: 1, damaged: 1, lost: 0 });
  });

  test.for([
    ['says so', script.logged('number_used_before', 5, { renumbered_as: 900 })],
    ['says nothing', null],
  ] as const)('may give out a number again, if the reading gets another: it %s', ([, word]) => {
    const { conflicts, ends, generated } = conflictsOf([
      ...copied,
      ...refused,
      ...(word === null ? [] : at(9.3, word)),
      ...at(9.4, leaves(900, 9)),
      ...at(9.5, script.delivered(900), script.stored(900), script.answered(900, 200)),
      ...at(9.6, script.heard(900, 200), script.logged('telemetry_acknowledged', 900)),
      ...at(60, script.stopped([])),
    ]);
    expect(conflicts).toEqual([]);
    // 5, 6 and the one of 9 s.
    expect(generated).toBe(3);
    expect(ends).toMatchObject({ acknowledged: 2, damaged: 1, rejected: 0 });
  });

  test('has used a number twice where it gives up what the edge refuses for it, as far as it can know', () => {
    const trace = [
      ...copied,
      ...refused,
      ...at(9.3, script.logged('permanent_error_received', 5)),
      ...at(60, script.stopped([])),
    ];
    expect(conflictsOf(trace).conflicts).toEqual(['number-reused 5']);
    // Our own device knows how our own edge says it.
    expect(conflictsOf(trace, { ...OWN, foreignEdge: true }).conflicts).toEqual([]);
    const brought = { ...OWN, foreignEdge: true, foreignDevice: true };
    expect(conflictsOf(trace, brought).conflicts).toEqual(['number-reused 5']);
  });

  test('may give a number to what had got one before, and had its end, as the copy knows neither', () => {
    const ledger = new Ledger(OWN);
    const again = [
      ...at(
        9,
        script.sent(5, 1),
        script.delivered(5, 1),
        script.answered(5, 422, 1),
        script.heard(5, 422, 1),
      ),
      ...at(9.3, script.logged('number_used_before', 5, { renumbered_as: 900 }), script.sent(900)),
      ...at(9.5, script.delivered(900), script.stored(900), script.answered(900, 200)),
      ...at(60, script.stopped([])),
    ];
    for (const event of [...copied, ...again]) ledger.observe(event);
    ledger.conclude();
    expect(ledger.unexpected).toEqual([]);
  });

  test('has not, where the other one never reached the edge', () => {
    const again = [
      ...at(9, taken(6, 9), leaves(6, 9)),
      ...at(9.1, script.delivered(6), {
        ...script.stored(6),
        timestamp: script.timestampOf(9),
      } as script.Said),
      ...at(9.2, script.answered(6, 200), script.heard(6, 200)),
      ...at(9.3, script.logged('telemetry_acknowledged', 6)),
    ];
    const { conflicts, ends } = conflictsOf([...copied, ...again, ...at(60, script.stopped([]))]);
    expect(conflicts).toEqual([]);
    expect(ends).toMatchObject({ acknowledged: 2, damaged: 1 });
  });

  test('may end again what had its end', () => {
    const { conflicts } = conflictsOf([
      ...at(0, born(1), script.logged('retries_exhausted', 1)),
      ...copied,
      ...at(9, leaves(1, 1), script.delivered(1), script.stored(1), script.answered(1, 200)),
      ...at(9.2, script.heard(1, 200), script.logged('telemetry_acknowledged', 1)),
      ...at(60, script.stopped([])),
    ]);
    expect(conflicts).toEqual([]);
  });
});

describe('a reading that was being taken as the power went', () => {
  const cut = (reading: number | null) =>
    ({
      kind: 'recording_cut',
      device: DEVICE,
      reading,
      timestamp: script.timestampOf(3),
      values: { temperature_c: 21.5 },
    }) as const;

  test('was never born if the device does not send it', () => {
    const { summary, ledger } = run(OWN, at(1, cut(3)));
    expect([summary.generated, summary.unexpected, ledger.allEnded()]).toEqual([0, 0, true]);
  });

  test.for([3, null])('is born as it is sent, told as %j', (told) => {
    const { summary } = run(OWN, [
      ...at(1, cut(told)),
      ...at(9, script.sent(3), script.logged('telemetry_acknowledged', 3)),
    ]);
    expect([summary.generated, summary.ends.acknowledged, summary.unexpected]).toEqual([1, 1, 0]);
  });

  test('is the last one that was given its number, where all that is said of it is the number', () => {
    const later = { ...cut(3), timestamp: script.timestampOf(6) };
    const { ledger, summary } = run(OWN, [
      ...at(1, cut(3)),
      ...at(5, { kind: 'device_started', device: DEVICE, boot: 1 }),
      ...at(6, later),
      ...at(8, { kind: 'device_started', device: DEVICE, boot: 2 }),
      ...at(9, script.logged('send_refused', 3)),
      ...at(10, { ...script.sent(3), timestamp: script.timestampOf(6) } as script.Said),
    ]);
    expect(summary.generated).toBe(1);
    expect(ledger.closedAtEnd[0]?.entry.timestamp).toBe(script.timestampOf(6));
  });

  test('is known by its number where its message tells no timestamp', () => {
    const unreadable = {
      kind: 'attempt_sent',
      device: DEVICE,
      reading: 3,
      attempt: 0,
      timestamp: null,
    } as const;
    const trace = [...at(1, cut(3)), ...at(9, unreadable)];
    expect(run(OWN, trace).summary).toMatchObject({ generated: 1, unexpected: 0 });
  });

  /** The next boot of its device. */
  const booted = at(5, { kind: 'device_started', device: DEVICE, boot: 1 });

  test('is born as its device holds it back, or gives it up, before anything of it leaves', () => {
    const { summary } = run(OWN, [
      ...at(1, cut(3)),
      ...booted,
      ...at(9, script.logged('send_refused', 3)),
      ...at(10, script.logged('retries_exhausted', 3)),
    ]);
    expect([summary.generated, summary.ends.exhausted, summary.unexpected]).toEqual([1, 1, 0]);
    const overflowed = [...at(1, cut(3)), ...booted, ...at(9, script.logged('outbox_overflow', 3))];
    expect(run(OWN, overflowed).summary).toMatchObject({ generated: 1, unexpected: 0 });
  });

  test('is not born by what was said of it as the power went: the next boot may give its number to another', () => {
    const { ledger, summary } = run(OWN, [
      ...at(1, cut(3), script.logged('invalid_triggered', 3)),
      ...booted,
      ...at(9, born(3), script.logged('invalid_triggered', 3)),
    ]);
    expect([summary.generated, ledger.conflict]).toEqual([1, null]);
  });

  test('is not born by what is said of a new one with its number, which the disk has no room for', () => {
    const { summary, ledger } = run(OWN, [
      ...at(1, cut(3)),
      ...booted,
      ...at(9, script.logged('invalid_triggered', 3), { kind: 'sample_skipped', device: DEVICE }),
      ...at(20, born(3), script.sent(3), script.heard(3, 200), script.logged('telemetry_acknowledged', 3)),
    ]);
    expect([summary.generated, ledger.conflict]).toEqual([1, null]);
  });

  test('is not born by what is said of another that has its number, and has had its end', () => {
    const { ledger, summary } = run(OWN, [
      ...at(1, cut(3)),
      ...booted,
      ...at(9, born(3), script.sent(3), script.heard(3, 200), script.logged('telemetry_acknowledged', 3)),
      ...at(20, { kind: 'device_crashed', device: DEVICE, boot: 1 }),
      ...at(21, { kind: 'device_started', device: DEVICE, boot: 2 }),
      ...at(22, script.logged('duplicate_acknowledged', 3)),
    ]);
    expect([summary.generated, ledger.conflict]).toEqual([1, null]);
  });

  test('was never born if the device finds only that it is damaged, and leaves its number to another', () => {
    const trace = [...at(1, cut(3)), ...booted, ...at(9, script.logged('disk_content_damaged', 3))];
    expect(run(OWN, trace).summary).toMatchObject({ generated: 0 });
    const another = [
      ...at(10, born(3), script.sent(3), script.heard(3, 200), script.logged('telemetry_acknowledged', 3)),
    ];
    const { summary, ledger } = run(OWN, [...trace, ...another]);
    expect([summary.generated, summary.ends.acknowledged, ledger.conflict]).toEqual([1, 1, null]);
  });

  test('may leave its number to another', () => {
    const { ledger, summary } = run(OWN, [
      ...at(1, { ...cut(4), timestamp: script.timestampOf(3) }),
      ...at(9, born(4), script.sent(4), script.logged('telemetry_acknowledged', 4)),
    ]);
    expect([summary.generated, ledger.conflict]).toEqual([1, null]);
  });
});

describe('the ledger of a device that says nothing', () => {
  test('takes the head of an answer for the answer, since no more of it may be read', () => {
    const broken = (status: number) => [
      ...at(0, born(0), script.sent(0), script.delivered(0), script.begun(0, status)),
      ...at(1, script.abandoned(0)),
    ];
    const answers = usualAnswers('status');
    expect(run({ ...FOREIGN, answers }, broken(200)).summary.ends.acknowledged).toBe(1);
    expect(run({ ...FOREIGN, answers }, broken(503)).summary.ends.acknowledged).toBe(0);
    // One that looks for its key in the body has not found it, and one that speaks says so itself.
    expect(run(FOREIGN, broken(200)).summary.ends.acknowledged).toBe(0);
    expect(run({ ...OWN, answers }, broken(200)).summary.ends.acknowledged).toBe(0);
  });

  test('reads the ends from the answers', () => {
    const answers = [
      { status: 200, end: 'acknowledged' },
      { status: 409, end: 'duplicate-acknowledged' },
      { status: 422, end: 'rejected' },
      { status: 429, end: 'lost' },
      { status: 503, end: 'lost' },
    ] as const;
    for (const { status, end } of answers) {
      const trace = [
        ...at(0, born(0), script.sent(0)),
        ...at(1, script.delivered(0), script.answered(0, status)),
        ...at(2, script.heard(0, status)),
        ...at(3, script.stopped(null)),
      ];
      expect(run(FOREIGN, trace).summary.ends[end]).toBe(1);
    }
  });

  test('takes for done what OTLP lets it drop, since many were refused together, where it went again and was taken', () => {
    const { words } = DIALECTS['otlp-http-json'];
    const answers: AnswerRule = { words, acknowledge: 'echo' };
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, 424)),
      ...at(2, script.sent(0, 1)),
      ...at(3, script.heard(0, 200, 1)),
      ...at(4, script.stopped(null)),
    ];
    expect(run({ ...FOREIGN, answers }, trace).summary.ends).toMatchObject({ acknowledged: 1, rejected: 0 });
    const dropped = trace.slice(0, 3);
    expect(run({ ...FOREIGN, answers }, dropped).summary.ends).toMatchObject({
      acknowledged: 0,
      rejected: 1,
    });
  });

  test('takes the word of a device for the end of what came spoilt, which no answer may have named', () => {
    const trace = [
      ...at(0, born(0), script.injected('device.invalid', 0), script.sent(0)),
      ...at(1, script.heard(0, 400)),
      ...at(2, script.logged('retries_exhausted', 0)),
    ];
    const { ledger, summary } = run(FOREIGN, trace);
    expect([summary.ends.exhausted, ledger.conflict]).toEqual([1, null]);
  });

  test('takes a 2xx without an echo for done only where the scenario says so', () => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, 204, 0, { echoed: false })),
      ...at(2, script.stopped(null)),
    ];
    expect(run(FOREIGN, trace).summary.ends.acknowledged).toBe(0);
    expect(run({ ...FOREIGN, answers: usualAnswers('status') }, trace).summary.ends.acknowledged).toBe(1);
  });

  test('ties a birth without a number to the first attempt with its timestamp', () => {
    const { summary } = run(FOREIGN, [
      ...at(0, script.bornUnnumbered(7), script.sent(7)),
      ...at(1, script.delivered(7), script.stored(7), script.answered(7, 200)),
      ...at(2, script.heard(7, 200)),
    ]);
    expect(summary).toMatchObject({ generated: 1, stored: 1, unexpected: 0 });
    expect(summary.ends.acknowledged).toBe(1);
  });

  test('ties it also when the attempt was sent before the birth was told', () => {
    const { summary } = run(FOREIGN, at(0, script.sent(7), script.bornUnnumbered(7), script.heard(7, 200)));
    expect(summary).toMatchObject({ generated: 1, unexpected: 0 });
    expect(summary.ends.acknowledged).toBe(1);
  });

  test('gives births that were never sent to the numbers that the device spoke of or still holds', () => {
    const { summary } = run(FOREIGN, [
      ...at(0, script.bornUnnumbered(0), script.logged('packet_dropped', 0)),
      ...at(3, script.bornUnnumbered(1)),
      ...at(6, script.bornUnnumbered(2)),
      ...at(60, script.stopped([1])),
    ]);
    expect(summary.generated).toBe(3);
    expect(summary.ends).toMatchObject({ dropped: 1, pending: 1, lost: 1 });
  });

  test('tells two births of one millisecond apart, also when the first is sent again before the second', () => {
    const timestamp = script.timestampOf(7);
    const second = { kind: 'attempt_sent', device: DEVICE, reading: 8, attempt: 0, timestamp } as const;
    const { summary } = run(FOREIGN, [
      ...at(0, script.bornUnnumbered(7), script.bornUnnumbered(7), script.sent(7)),
      ...at(5, script.abandoned(7)),
      ...at(6, script.sent(7, 1), second, script.heard(7, 200, 1), script.heard(8, 200)),
    ]);
    expect(summary).toMatchObject({ generated: 2, unexpected: 0 });
    expect(summary.ends).toMatchObject({ acknowledged: 2, lost: 0 });
  });

  test('counts a number on the wire that no reading was given', () => {
    const { summary } = run(FOREIGN, [
      ...at(0, script.sent(99)),
      ...at(1, script.delivered(99), script.stored(99)),
    ]);
    expect(summary).toMatchObject({ generated: 0, stored: 0, unexpected: 1 });
  });
});

describe('a device whose requests do not tell which reading they are for', () => {
  const nameless = script.nameless(script.sent(0));

  test('has readings that cannot be followed, no more of them than such requests; the rest is lost', () => {
    const { summary } = run(OWN, [
      ...at(0, script.bornUnnumbered(0), nameless),
      ...at(3, script.bornUnnumbered(1), nameless),
      ...at(6, script.bornUnnumbered(2)),
      ...at(60, script.stopped(null)),
    ]);
    expect(summary.ends).toMatchObject({ untied: 2, lost: 1 });
  });

  test('is not believed less where it says what became of a reading', () => {
    const { summary } = run(OWN, [
      ...at(0, born(0), nameless),
      ...at(1, script.logged('telemetry_acknowledged', 0)),
      ...at(60, script.stopped(null)),
    ]);
    expect(summary.ends).toMatchObject({ acknowledged: 1, untied: 0, lost: 0 });
  });
});

describe('the store in the ledger', () => {
  test('knows what was stored without an acknowledgement', () => {
    const { summary } = run(OWN, [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.delivered(0), script.stored(0), script.answered(0, 200)),
      ...at(6, script.abandoned(0), script.logged('retries_exhausted', 0)),
    ]);
    expect(summary).toMatchObject({ stored: 1, storedUnacknowledged: 1 });
  });

  test('knows a reading accepted twice, also long after it was let go', () => {
    const day = 86_400;
    const { summary } = run(OWN, [
      ...script.deliveredReading(0, 0),
      ...script.deliveredReading(1, 3),
      ...at(day, script.delivered(0, 0, 1), script.stored(0), script.answered(0, 200, 0, 1)),
    ]);
    expect(summary).toMatchObject({ stored: 2, acceptedTwice: 1, reachedAgain: 1, deduplicated: 0 });
  });

  test('counts a reading that reached the edge again once, however often it did', () => {
    const { summary } = run(OWN, [
      ...script.deliveredReading(0, 0),
      ...at(1, script.sent(0, 1), script.delivered(0, 1), script.answered(0, 409, 1)),
      ...at(2, script.sent(0, 2), script.delivered(0, 2), script.answered(0, 409, 2)),
      ...script.deliveredReading(1, 3),
    ]);
    expect(summary).toMatchObject({ reachedAgain: 1, deduplicated: 1 });
  });

  test('knows of one that the edge crashed upon, and answered 200 when it came again', () => {
    const { summary } = run(OWN, [
      ...at(0, born(0), script.sent(0), script.delivered(0), script.stored(0)),
      ...at(1, script.sent(0, 1), script.delivered(0, 1), script.answered(0, 200, 1)),
    ]);
    expect(summary).toMatchObject({ stored: 1, reachedAgain: 1, deduplicated: 1, acceptedTwice: 0 });
  });

  describe('of an edge that does not say what it stored', () => {
    const SILENT = { ...OWN, edgeTellsStored: false };
    const answered = (status: number) =>
      at(0, born(0), script.sent(0), script.delivered(0), script.answered(0, status));

    test('takes a 2xx for it, and has nothing to say of a second time', () => {
      const { summary } = run(SILENT, [
        ...answered(200),
        ...at(1, script.sent(0, 1), script.delivered(0, 1), script.answered(0, 200, 1)),
      ]);
      expect(summary).toMatchObject({
        storedBy: 'answers',
        stored: 1,
        storedUnacknowledged: 1,
        reachedAgain: 1,
        deduplicated: null,
        acceptedTwice: null,
      });
    });

    test('takes a 409 for it if something of the reading had reached the edge before', () => {
      // Stored by the first request, which was never answered.
      const { summary } = run(SILENT, [
        ...at(0, born(0), script.sent(0), script.delivered(0)),
        ...at(1, script.sent(0, 1), script.delivered(0, 1), script.answered(0, 409, 1)),
      ]);
      expect(summary.stored).toBe(1);
    });

    test.for([409, 422, 503])('takes no %d to the first request for it', (status) => {
      expect(run(SILENT, answered(status)).summary.stored).toBe(0);
    });

    test('knows when, at the instant of the answer', () => {
      const ledger = new Ledger(SILENT);
      const stored: (readonly [number, number])[] = [];
      ledger.onFirstStored(({ reading }, atUs) => stored.push([reading, atUs]));
      for (const event of [...answered(503), ...at(2, script.delivered(0, 1), script.answered(0, 201, 1))])
        ledger.observe(event);
      expect(stored).toEqual([[0, 2_000_000]]);
    });
  });
});

describe('memory', () => {
  test('is that of the readings in motion: a day of one device leaves no more than one entry', () => {
    const ledger = new Ledger(OWN);
    let most = 0;
    // One reading each 3 s for a day: 86,400 / 3.
    for (let reading = 0; reading < 28_800; reading += 1) {
      for (const event of script.deliveredReading(reading, reading * 3)) ledger.observe(event);
      most = Math.max(most, openCount(ledger));
    }
    expect(most).toBe(1);
    expect(ledger.conclude().ends.acknowledged).toBe(28_800);
  });

  test('keeps a reading while a copy by the network is under way', () => {
    const ledger = new Ledger(OWN);
    const [first, second, ...rest] = script.deliveredReading(0, 0);
    const events = [first, second, ...at(0, script.injected('network.duplicate', 0)), ...rest];
    for (const event of events) if (event !== undefined) ledger.observe(event);
    for (const event of at(3000, script.phase('heal'))) ledger.observe(event);
    expect(openCount(ledger)).toBe(1);
    for (const event of at(3001, script.delivered(0, 0, 1), script.answered(0, 409, 0, 1)))
      ledger.observe(event);
    for (const event of at(3002, script.phase('drain'))) ledger.observe(event);
    expect(openCount(ledger)).toBe(0);
  });

  test('does not wait for ever for a flight whose end nobody tells', () => {
    const ledger = new Ledger(OWN);
    const events = [
      ...at(0, born(0), script.sent(0)),
      // The first request reaches nobody after the client gave it up: no event says so.
      ...at(5, script.abandoned(0)),
      ...at(6, script.sent(0, 1)),
      ...at(6.1, script.delivered(0, 1), script.stored(0), script.answered(0, 200, 1)),
      ...at(6.2, script.heard(0, 200, 1), script.logged('telemetry_acknowledged', 0)),
      ...at(600, script.phase('heal')),
    ];
    for (const event of events) ledger.observe(event);
    expect(openCount(ledger)).toBe(1);
    // Kept for 600 s after its end at 6.2 s.
    for (const event of at(607, script.phase('drain'))) ledger.observe(event);
    expect(openCount(ledger)).toBe(0);
    expect(ledger.conclude()).toMatchObject({ generated: 1, attempted: 1, stored: 1 });
  });

  test('keeps everything when the edge lists its readings only at the end', () => {
    const ledger = new Ledger({ ...OWN, storedAtEnd: true });
    for (let reading = 0; reading < 50; reading += 1) {
      for (const event of script.deliveredReading(reading, reading * 3)) ledger.observe(event);
    }
    expect(openCount(ledger)).toBe(50);
  });
});

/** The life of one reading, as any lawful device, network and edge could make it. */
const life = fc.record({
  ends: fc.constantFrom(
    'ack',
    'duplicate',
    'dropped',
    'rejected',
    'exhausted',
    'overflowed',
    'pending',
    'silent',
  ),
  failures: fc.array(fc.constantFrom('lost', 'answer-lost', 'unavailable'), { maxLength: 3 }),
  copy: fc.boolean(),
  networkCopy: fc.boolean(),
});

type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

function liveOf(reading: number, { ends, failures, copy, networkCopy }: Life): readonly TraceEvent[] {
  const start = reading * 3;
  const events: TraceEvent[] = [...at(start, born(reading))];
  if (ends === 'dropped') return [...events, ...at(start, script.logged('packet_dropped', reading))];
  let stored = false;
  let time = start;
  failures.forEach((failure, attempt) => {
    events.push(...at(time, script.sent(reading, attempt)));
    if (failure === 'lost') {
      events.push(...at(time, script.lostRequest(reading, attempt)));
    } else {
      const takes = failure === 'answer-lost';
      events.push(...at(time + 0.1, script.delivered(reading, attempt)));
      if (takes && !stored) events.push(...at(time + 0.1, script.stored(reading)));
      const status = !takes ? 503 : stored ? 409 : 200;
      events.push(...at(time + 0.1, script.answered(reading, status, attempt)));
      if (takes) {
        stored = true;
        events.push(
          ...at(time + 0.1, {
            kind: 'answer_lost',
            device: DEVICE,
            reading,
            attempt,
            by: 'network.answerLoss',
            status,
          }),
        );
      }
    }
    if (failure === 'unavailable') events.push(...at(time + 0.2, script.heard(reading, 503, attempt)));
    else events.push(...at(time + 5, script.abandoned(reading, attempt)));
    time += 10;
  });
  const last = failures.length;
  if (ends === 'exhausted') return [...events, ...at(time, script.logged('retries_exhausted', reading))];
  if (ends === 'overflowed') return [...events, ...at(time, script.logged('outbox_overflow', reading))];
  if (ends === 'pending' || ends === 'silent') return events;
  const status = ends === 'rejected' ? 400 : stored ? 409 : 200;
  const word = {
    200: 'telemetry_acknowledged',
    409: 'duplicate_acknowledged',
    400: 'permanent_error_received',
  }[status];
  events.push(...at(time, script.sent(reading, last)));
  if (networkCopy && status === 200)
    events.push(...at(time, script.injected('network.duplicate', reading, last)));
  events.push(...at(time + 0.1, script.delivered(reading, last)));
  if (status === 200) events.push(...at(time + 0.1, script.stored(reading)));
  events.push(...at(time + 0.1, script.answered(reading, status, last)));
  events.push(...at(time + 0.2, script.heard(reading, status, last), script.logged(word ?? '', reading)));
  if (networkCopy && status === 200) {
    events.push(
      ...at(time + 400, script.delivered(reading, last, 1), script.answered(reading, 409, last, 1)),
    );
  }
  if (copy && status === 200) {
    events.push(
      ...at(time + 0.2, script.logged('duplicate_triggered', reading), script.sent(reading, last + 1)),
    );
    events.push(
      ...at(time + 0.3, script.delivered(reading, last + 1), script.answered(reading, 409, last + 1)),
    );
    events.push(...at(time + 0.4, script.heard(reading, 409, last + 1)));
    events.push(...at(time + 0.4, script.logged('duplicate_acknowledged', reading, { copy: true })));
  }
  return events;
}

describe('for every lawful trace', () => {
  test('the ends sum to the generated, whether entries are let go or kept', () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 40 }), (lives) => {
        const trace = lives.flatMap((one, reading) => liveOf(reading, one)).sort((a, b) => a.at - b.at);
        const pending = lives.flatMap(({ ends }, reading) => (ends === 'pending' ? [reading] : []));
        const whole = [...trace, ...at(10_000, script.stopped(pending))];
        const { summary } = run(OWN, whole);
        const kept = run({ ...OWN, storedAtEnd: true }, whole).summary;
        expect(summary).toEqual(kept);
        expect(summary.generated).toBe(lives.length);
        expect(FINAL_STATES.reduce((sum, state) => sum + summary.ends[state], 0)).toBe(lives.length);
        expect(summary.ends.lost).toBe(lives.filter(({ ends }) => ends === 'silent').length);
        expect(summary.ends.pending).toBe(pending.length);
        expect(summary).toMatchObject({ unexpected: 0, acceptedTwice: 0 });
        expect(summary.deduplicated).toBe(summary.reachedAgain);
        const done = summary.ends.acknowledged + summary.ends['duplicate-acknowledged'];
        expect((summary.stored ?? 0) - (summary.storedUnacknowledged ?? 0)).toBe(done);
      }),
    );
  });
});
