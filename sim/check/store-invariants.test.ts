import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../trace/event.ts';
import { acceptedOnce } from './accepted-once.ts';
import { acknowledgedMeansStored } from './acknowledged-means-stored.ts';
import type { Values } from '../../protocol/index.ts';
import { nothingInvented } from './nothing-invented.ts';
import { judge, messagesOf } from './testing/judge.ts';
import * as script from '../ledger/testing/script.ts';
import { at, born, deliveredReading, DEVICE } from '../ledger/testing/script.ts';

const SILENT_STORE = { edgeObservable: { stored: false, metrics: true } };

test.for([acceptedOnce, nothingInvented])(
  'it is not observable when the edge does not say what it stored that $says',
  (invariant) => {
    expect(judge(invariant, deliveredReading(0, 0), SILENT_STORE).kind).toBe('not-observable');
  },
);

describe('accepted-once', () => {
  test('holds when each reading is stored once', () => {
    const trace = [...deliveredReading(0, 0), ...deliveredReading(1, 3)];
    expect(judge(acceptedOnce, trace)).toEqual({ kind: 'held', observations: 2, note: null });
  });

  test('names the time between the two and the TTL', () => {
    const trace = [
      ...at(0, born(0), script.sent(0), script.injected('network.duplicate', 0)),
      ...at(1, script.delivered(0), script.stored(0), script.answered(0, 200)),
      ...at(2, script.heard(0, 200), script.logged('telemetry_acknowledged', 0)),
      ...at(302.5, script.delivered(0, 0, 1), script.stored(0), script.answered(0, 200, 0, 1)),
    ];
    // 302.5 s − 1 s = 301.5 s, just outside the TTL of 300 s.
    expect(messagesOf(judge(acceptedOnce, trace))).toEqual([
      'stored 2 times: again at 302.5s, 301.5s after the first at 1s; dedupe TTL 300s',
    ]);
  });

  test('says when the edge restarted in between', () => {
    const trace = [
      ...at(0, born(0), script.sent(0), script.delivered(0), script.stored(0)),
      ...at(1, { kind: 'edge_crashed', boot: 0, openExchanges: 1 }),
      ...at(
        2,
        { kind: 'edge_started', boot: 1 },
        script.sent(0, 1),
        script.delivered(0, 1),
        script.stored(0),
      ),
    ];
    expect(messagesOf(judge(acceptedOnce, trace))).toEqual([
      'stored 2 times: again at 2s, 2s after the first at 0s; dedupe TTL 300s, and the edge restarted at 2s',
    ]);
  });

  test('sees a second time also after the reading was let go', () => {
    const trace = [...deliveredReading(0, 0), ...at(9000, script.stored(0))];
    expect(messagesOf(judge(acceptedOnce, trace))).toHaveLength(1);
  });

  test('sees what is listed twice at the end', () => {
    const trace = [...at(0, born(0), script.sent(0)), ...at(60, script.stored(0), script.stored(0))];
    expect(messagesOf(judge(acceptedOnce, trace, { storedAtEnd: true }))).toEqual([
      'stored 2 times: again at 60s, listed more than once by the edge',
    ]);
    const restarted = [
      ...at(0, born(0), script.sent(0)),
      ...at(2, { kind: 'edge_started', boot: 1 }),
      ...trace.slice(-2),
    ];
    expect(messagesOf(judge(acceptedOnce, restarted, { storedAtEnd: true }))).toEqual([
      'stored 2 times: again at 60s, listed more than once by the edge, which restarted last at 2s',
    ]);
  });
});

describe('acknowledged-means-stored', () => {
  test('holds when the store had it before the device counted it as done', () => {
    expect(judge(acknowledgedMeansStored, deliveredReading(0, 0))).toMatchObject({
      kind: 'held',
      observations: 1,
    });
  });

  test('names a 200 without storing, once for the answer and the log together', () => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.delivered(0), script.answered(0, 200)),
      ...at(2, script.heard(0, 200), script.logged('telemetry_acknowledged', 0)),
    ];
    expect(judge(acknowledgedMeansStored, trace)).toMatchObject({ kind: 'violated', count: 1 });
  });

  test('names a 409 for a reading whose first try had failed', () => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, 503)),
      ...at(2, script.sent(0, 1)),
      ...at(3, script.heard(0, 409, 1), script.logged('duplicate_acknowledged', 0, { copy: false })),
    ];
    expect(messagesOf(judge(acknowledgedMeansStored, trace))).toEqual([
      'counted as done at 3s because the device was answered 409, but the edge has not stored it',
    ]);
  });

  test('names a device that takes a 2xx without an echo for done', () => {
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, 204, 0, { echoed: false }), script.logged('telemetry_acknowledged', 0)),
    ];
    expect(messagesOf(judge(acknowledgedMeansStored, trace))).toEqual([
      'counted as done at 1s because the device logged telemetry_acknowledged, but the edge has not stored it',
    ]);
  });

  test('goes by the answers of an edge that says nothing, and says so', () => {
    expect(judge(acknowledgedMeansStored, deliveredReading(0, 0), SILENT_STORE)).toEqual({
      kind: 'held',
      observations: 1,
      note: 'by the answers of the edge, which does not say what it stored',
    });
    // A page of a proxy: the device takes it for done, and nothing of the reading has reached the edge.
    const trace = [
      ...at(0, born(0), script.sent(0)),
      ...at(1, script.heard(0, 200, 0, { echoed: false }), script.logged('telemetry_acknowledged', 0)),
    ];
    expect(messagesOf(judge(acknowledgedMeansStored, trace, SILENT_STORE))).toEqual([
      'counted as done at 1s because the device logged telemetry_acknowledged, but the edge has not stored it',
    ]);
  });

  test('does not ask for the store before the end when the edge lists it only then', () => {
    const trace = [
      ...at(0, born(0), script.sent(0), born(1), script.sent(1)),
      ...at(1, script.heard(0, 200), script.heard(1, 200)),
      ...at(60, script.stored(0)),
    ];
    const verdict = judge(acknowledgedMeansStored, trace, { storedAtEnd: true, foreignDevice: true });
    expect(verdict).toMatchObject({ kind: 'violated', count: 1, violations: [{ reading: 1 }] });
  });
});

describe('an answer that names another reading', () => {
  const named = (otherReading: number): readonly TraceEvent[] => [
    ...at(0, born(0), script.sent(0), born(1), script.sent(1)),
    ...at(1, script.delivered(0), script.stored(0), script.answered(0, 200)),
    ...at(1, {
      kind: 'other_acknowledged',
      device: DEVICE,
      reading: 0,
      attempt: 0,
      copy: 0,
      otherDevice: DEVICE,
      otherReading,
    }),
  ];

  test.for([{}, { storedAtEnd: true }])('is named where that one is not stored, with %o', (how) => {
    expect(messagesOf(judge(acknowledgedMeansStored, named(1), how))).toEqual([
      'the request for reading 0 of device-001 was answered at 1s in its name, when the edge had not stored it',
    ]);
  });

  test('is no matter where nobody generated such a reading: edges may count by themselves', () => {
    expect(judge(acknowledgedMeansStored, named(7)).kind).toBe('held');
  });
});

describe('nothing-invented', () => {
  test('holds whatever the order of the names', () => {
    const values = { humidity: 40, temperature_c: 21.5 };
    const trace = at(
      0,
      {
        kind: 'reading_recorded',
        device: script.DEVICE,
        reading: 0,
        timestamp: script.timestampOf(0),
        values,
      },
      script.stored(0, { temperature_c: 21.5, humidity: 40 }),
    );
    expect(judge(nothingInvented, trace)).toEqual({ kind: 'held', observations: 1, note: null });
  });

  test.for([
    [{ temperature_c: 21.6 }, 'temperature_c 21.6 instead of 21.5'],
    [{ humidity: 40 }, 'temperature_c missing instead of 21.5'],
    [{ temperature_c: 21.5, humidity: 40 }, 'humidity 40, which was never measured'],
  ] as const)('names values that differ: %o', ([values, difference]) => {
    const trace = at(1, born(0), script.stored(0, values));
    expect(messagesOf(judge(nothingInvented, trace))).toEqual([`stored at 1s: ${difference}`]);
  });

  test('tells a number from a text that reads like it', () => {
    const values: Values = JSON.parse('{ "temperature_c": "21.5" }');
    expect(messagesOf(judge(nothingInvented, at(1, born(0), script.stored(0, values))))).toEqual([
      'stored at 1s: temperature_c "21.5" instead of 21.5',
    ]);
  });

  test('names a reading that no device generated, and one under another number', () => {
    const moved = { ...script.stored(0), timestamp: script.timestampOf(9) } as script.Said;
    expect(messagesOf(judge(nothingInvented, at(1, born(0), script.stored(5), moved)))).toEqual([
      'stored at 1s: no device generated a reading with this number',
      `stored at 1s: timestamp ${script.timestampOf(9)} instead of ${script.timestampOf(0)}`,
    ]);
  });
});

describe('of two readings that an old copy of a disk has given one number', () => {
  const later = script.timestampOf(9);
  const copied = {
    kind: 'fault_injected',
    device: DEVICE,
    reading: null,
    attempt: -1,
    fault: 'device.oldCopy',
  };
  /** Number 5 is that of a reading of 5 s, and of one of 9 s once the old copy is back. */
  const reused = (first: readonly TraceEvent[], ...then: readonly script.Said[]): readonly TraceEvent[] => [
    ...at(5, born(5), script.sent(5)),
    ...first,
    ...at(8, copied as script.Said),
    ...at(9, { ...born(5), timestamp: later } as script.Said),
    ...at(9, { ...script.sent(5, 1), timestamp: later } as script.Said),
    ...at(20, ...then),
  ];
  const storedFirst = script.stored(5);
  const storedLater = { ...storedFirst, timestamp: later } as script.Said;
  const told = at(6, script.delivered(5), storedFirst, script.heard(5, 200));
  const heardDuplicate = script.heard(5, 409, 1);

  test.for([
    ['the first, listed at the end', reused([], storedFirst), true],
    ['the first, of which a copy comes late', reused([], script.delivered(5, 0, 1), storedFirst), false],
    ['both', reused(told, storedLater), false],
    ['both, listed at the end', reused([], storedFirst, storedLater), true],
  ] as const)('an edge may hold %s', ([, trace, storedAtEnd]) => {
    expect(judge(nothingInvented, trace, { storedAtEnd }).kind).toBe('held');
    expect(judge(acceptedOnce, trace, { storedAtEnd }).kind).toBe('held');
  });

  test('none is stored twice, and no third', () => {
    const third = { ...storedFirst, timestamp: script.timestampOf(7) } as script.Said;
    expect(messagesOf(judge(nothingInvented, reused(told, third)))).toEqual([
      `stored at 20s: timestamp ${script.timestampOf(7)} instead of ${later}`,
    ]);
    expect(judge(acceptedOnce, reused(told, storedFirst))).toMatchObject({ kind: 'violated', count: 1 });
    expect(judge(acceptedOnce, reused(told, storedLater, storedLater))).toMatchObject({
      kind: 'violated',
      count: 1,
    });
  });

  test.for([
    ['as it happens', reused(told, heardDuplicate), false],
    ['listed at the end', reused([], heardDuplicate, storedFirst), true],
  ] as const)(
    'one may be counted as done by its number alone, which is said, %s',
    ([, trace, storedAtEnd]) => {
      expect(judge(acknowledgedMeansStored, trace, { storedAtEnd, foreignDevice: true })).toMatchObject({
        kind: 'held',
        note: 'of 1 reading the store has only the number, which had been given to another before',
      });
    },
  );
});
