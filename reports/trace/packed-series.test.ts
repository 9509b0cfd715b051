import { expect, test } from 'vitest';
import { packSeries, unpackSeries } from './packed-series.ts';
import type { RunSeries } from './run-series.ts';

test('a series comes out as it was packed, by way of JSON', () => {
  const series: RunSeries = {
    sent: { widthUs: 1_000_000, sums: [3, 0, 2] },
    stored: null,
    endings: new Map([['timeout', { widthUs: 2_000_000, sums: [1] }]]),
    outbox: [
      { at: 15_000_000, total: 4, most: 2 },
      { at: 30_000_000, total: 0, most: 0 },
    ],
    // In the order of their ends: the second was born before the first.
    delivered: [
      { bornAt: 9_000_000, tookUs: 40_000 },
      { bornAt: 1_000_000, tookUs: 9_000_000 },
    ],
    endAt: 31_000_000,
  };
  expect(unpackSeries(JSON.parse(JSON.stringify(packSeries(series))))).toEqual(series);
});
