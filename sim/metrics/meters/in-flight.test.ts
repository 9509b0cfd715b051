import { expect, test } from 'vitest';
import { at, DEVICE, heard, sent } from '../../ledger/testing/script.ts';
import * as script from '../../ledger/testing/script.ts';
import { watched } from '../../ledger/testing/watched.ts';
import type { TraceEvent } from '../../trace/event.ts';
import { InFlightMeter } from './in-flight.ts';

function inFlightOf(trace: readonly TraceEvent[]): ReturnType<InFlightMeter['conclude']> {
  return watched(trace, (ledger) => new InFlightMeter(ledger)).made.conclude();
}

test('requests in flight are counted until their client hears of them, and averaged over the time of the run', () => {
  // One from 0 to 4 s, another from 1 to 3 s, a third from 6 to 8 s: 4 + 2 + 2 = 8 request seconds in 10 s.
  const trace = [
    ...at(0, sent(0)),
    ...at(1, sent(1)),
    ...at(3, heard(1, 503)),
    ...at(4, script.abandoned(0)),
    ...at(6, sent(2)),
    ...at(8, heard(2, 200)),
    ...at(10, script.phase('heal')),
  ];
  expect(inFlightOf(trace)).toEqual({ peak: 2, mean: 0.8 });
});

test('a device that crashes waits for nothing any more, and a request without an end is in flight to the end', () => {
  const trace = [
    ...at(0, sent(0), sent(1)),
    ...at(2, { kind: 'device_crashed', device: DEVICE, boot: 0 }),
    ...at(5, sent(2)),
    ...at(10, script.phase('heal')),
  ];
  // 2 · 2 s and 5 s, in 10 s.
  expect(inFlightOf(trace)).toEqual({ peak: 2, mean: 0.9 });
});

test('a run without time has no mean', () => {
  expect(inFlightOf(at(0, sent(0)))).toEqual({ peak: 1, mean: null });
});
