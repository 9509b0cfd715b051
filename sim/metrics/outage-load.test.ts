import { expect, test } from 'vitest';
import { at, closed, opened, sent } from '../ledger/testing/script.ts';
import { watched } from '../ledger/testing/watched.ts';
import type { TraceEvent } from '../trace/event.ts';
import { OutageLoadMeter } from './outage-load.ts';

function outageLoadOf(trace: readonly TraceEvent[]): number | null {
  return watched(trace, (ledger) => new OutageLoadMeter(ledger)).made.conclude();
}

test('the load of an outage is null without a window', () => {
  expect(outageLoadOf([...at(0, sent(0)), ...at(1, sent(0, 1))])).toBeNull();
});

test('the load of an outage counts what is sent while a window is open, and nothing before or after', () => {
  // Three requests in 6 s.
  const trace = [
    ...at(1, sent(0)),
    ...at(2, opened(0), sent(1), sent(2)),
    ...at(7.9, sent(3)),
    ...at(8, closed(0), sent(4)),
    ...at(9, sent(5)),
  ];
  expect(outageLoadOf(trace)).toBe(0.5);
});

test('windows that overlap are one outage, and the time between windows is none', () => {
  // Open from 0 s to 4 s and from 6 s to 8 s: 6 s with three requests.
  const trace = [
    ...at(0, opened(0), sent(0)),
    ...at(2, opened(1)),
    ...at(3, closed(0)),
    ...at(3.5, sent(1)),
    ...at(4, closed(1)),
    ...at(5, sent(2)),
    ...at(6, opened(2), sent(3)),
    ...at(8, closed(2)),
  ];
  expect(outageLoadOf(trace)).toBe(0.5);
});

test('a window that is open when the run ends counts up to the last event', () => {
  expect(outageLoadOf([...at(2, opened(0)), ...at(3, sent(0)), ...at(4, sent(1))])).toBe(1);
});
