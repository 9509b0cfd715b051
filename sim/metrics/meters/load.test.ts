import { expect, test } from 'vitest';
import { at, born, sent } from '../../ledger/testing/script.ts';
import { watched } from '../../ledger/testing/watched.ts';
import type { TraceEvent } from '../../trace/event.ts';
import { LoadMeter } from './load.ts';

function loadOf(trace: readonly TraceEvent[]): readonly number[] {
  return watched(trace, () => new LoadMeter()).made.conclude();
}

test('the load counts the requests of each second of virtual time, empty seconds included', () => {
  expect(
    loadOf([
      ...at(0, born(0), sent(0)),
      ...at(0.999_999, sent(0, 1)),
      ...at(1, sent(0, 2)),
      ...at(3.5, sent(0, 3)),
    ]),
  ).toEqual([2, 1, 0, 1]);
});

test('a run without requests has no load', () => {
  expect(loadOf(at(5, born(0)))).toEqual([]);
});

test('the load covers the first day, so that its memory is bounded', () => {
  // 86,400 seconds in a day: the last bin is that of second 86,399.
  const load = loadOf([...at(86_399.9, sent(0)), ...at(86_400, sent(0, 1)), ...at(200_000, sent(0, 2))]);
  expect([load.length, load.at(-1)]).toEqual([86_400, 1]);
});
