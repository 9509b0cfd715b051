import { expect, test } from 'vitest';
import { at, born, closed, logged, opened, phase } from '../ledger/testing/script.ts';
import type { Said } from '../ledger/testing/script.ts';
import { watched } from '../ledger/testing/watched.ts';
import type { TraceEvent } from '../trace/event.ts';
import { RecoveryMeter } from './recovery-time.ts';

function recoveryMsOf(trace: readonly TraceEvent[]): number | null {
  return watched(trace, (ledger) => new RecoveryMeter(ledger)).made.conclude();
}

const done = (reading: number): Said => logged('telemetry_acknowledged', reading);

/** Before the outage at most two readings are open at once. */
const NORMAL = [...at(0, born(0), born(1)), ...at(1, done(0)), ...at(2, done(1))];

test('there is nothing to recover from without a window', () => {
  expect(recoveryMsOf(NORMAL)).toBeNull();
});

test('recovery lasts until no more readings are open than at most before the first window', () => {
  const trace = [
    ...NORMAL,
    ...at(10, opened(0), born(2), born(3), born(4), born(5)),
    ...at(20, closed(0)),
    // Four are open, then three, then two: back to normal 7.5 s after the window.
    ...at(21, done(2)),
    ...at(27.5, logged('retries_exhausted', 3)),
    ...at(40, done(4), done(5)),
  ];
  expect(recoveryMsOf(trace)).toBe(7500);
});

test('newer readings that pile up keep a fleet from having recovered', () => {
  const trace = [
    ...NORMAL,
    ...at(10, opened(0), born(2), born(3), born(4)),
    ...at(20, closed(0), born(5)),
    // The readings of the outage are all through after 3 s, those that came after them are not.
    ...at(21, born(6), done(2)),
    ...at(23, born(7), done(3), done(4)),
    ...at(30, done(5)),
    ...at(31, done(6), done(7)),
  ];
  // Open after each of these instants: 4, 4, 3, 2.
  expect(recoveryMsOf(trace)).toBe(10_000);
});

test('a fleet that is not hurt by a window has recovered when it ends', () => {
  expect(recoveryMsOf([...NORMAL, ...at(10, opened(0), born(2)), ...at(20, closed(0))])).toBe(0);
});

test('recovery counts from the last of several windows, also when they overlap', () => {
  const trace = [
    ...at(0, born(0)),
    ...at(1, done(0)),
    ...at(10, opened(0), born(1), born(2)),
    ...at(11, opened(1)),
    ...at(12, closed(0)),
    // Back to normal inside of the second window: that does not count.
    ...at(13, done(1), done(2)),
    ...at(14, born(3), born(4)),
    ...at(15, closed(1)),
    ...at(16, done(3)),
    ...at(20, opened(2), born(5), born(6)),
    ...at(30, closed(2)),
    ...at(33, done(4), done(5)),
  ];
  expect(recoveryMsOf(trace)).toBe(3000);
});

test('a fleet that does not recover counts with the time up to the end of the run', () => {
  const trace = [...NORMAL, ...at(10, opened(0), born(2), born(3), born(4)), ...at(20, closed(0))];
  expect(recoveryMsOf([...trace, ...at(80, phase('heal'))])).toBe(60_000);
});

test('a run that ends inside of a window says nothing of recovery', () => {
  expect(recoveryMsOf([...NORMAL, ...at(10, opened(0)), ...at(20, phase('heal'))])).toBeNull();
});

test('readings that the device drops never were a backlog', () => {
  const trace = [
    ...NORMAL,
    ...at(10, opened(0), born(2), born(3), born(4)),
    ...at(11, logged('packet_dropped', 5), born(5), logged('packet_dropped', 6), born(6)),
    ...at(20, closed(0)),
    ...at(21, done(2)),
  ];
  expect(recoveryMsOf(trace)).toBe(1000);
});
