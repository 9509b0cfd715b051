import { expect, test } from 'vitest';
import { at, sent } from '../../ledger/testing/script.ts';
import { watched } from '../../ledger/testing/watched.ts';
import { PeakMeter } from './peaks.ts';

test('a burst inside of a second shows in bins of 100 ms', () => {
  const trace = [
    // Bin 0.9 has one, bin 1.0 three, bin 1.1 one; second 0 has one, second 1 four.
    ...at(0.999_999, sent(0)),
    ...at(1, sent(1), sent(2)),
    ...at(1.099_999, sent(3)),
    ...at(1.1, sent(4)),
  ];
  expect(watched(trace, () => new PeakMeter()).made.conclude()).toMatchObject({
    requestsPerSecond: 4,
    requestsPer100ms: 3,
  });
});

test('requests that are spread evenly peak at a tenth in a tenth of the time', () => {
  // 50 requests at every 20 ms: 5 in each bin of 100 ms.
  const trace = Array.from({ length: 50 }, (_, n) => at(n * 0.02, sent(n))).flat();
  expect(watched(trace, () => new PeakMeter()).made.conclude()).toMatchObject({
    requestsPerSecond: 50,
    requestsPer100ms: 5,
  });
});
