import { expect, test } from 'vitest';
import type { FleetLog, Tally } from './exchange.ts';
import { fitLoadShape } from './load-shape.ts';

const HOUR_MS = 3_600_000;

function days(count: number, loadAt: (hour: number) => number): FleetLog {
  const tallies = Array.from({ length: 24 * count }, (_, hour): Tally => ({
    fromMs: hour * HOUR_MS,
    toMs: (hour + 1) * HOUR_MS,
    byStatus: new Map([[200, Math.round(loadAt(hour % 24))]]),
  }));
  return {
    kind: 'counters',
    side: 'server',
    exchanges: [],
    tallies,
    buckets: [],
    resolutionMs: 1000,
    devicesAreAddresses: false,
    skipped: { count: 0, first: null },
  };
}

test('a load that swings over the day is told with its size and its busiest hour', () => {
  // In straight lines by 50 %, with the most at 15:30, the middle of the hour that begins at 15.
  const away = (hour: number): number => Math.min(Math.abs(hour - 15), 24 - Math.abs(hour - 15)) / 12;
  const { set, told } = fitLoadShape(days(3, (hour) => 1000 * (1 + 0.5 * (1 - 2 * away(hour)))));
  // The log begins at midnight. Whole hours round the corners: 50.3 % by the first harmonic of 24 steps, to three digits.
  expect(set).toEqual({ fleet: { swing: { by: '50.3%', peak: '930m', period: '1d' } } });
  expect(told).toEqual([expect.stringMatching(/^The load swings by 50\.3% .* the most at 15:30 UTC\.$/)]);
});

test('a load that is the same at all hours is told so', () => {
  expect(fitLoadShape(days(3, () => 1000)).told).toEqual([
    expect.stringMatching(/^The load is the same at all hours/),
  ]);
});

test('a log of one day can’t tell', () => {
  expect(fitLoadShape(days(1, () => 1000)).untold).toEqual([
    expect.stringMatching(/shorter than a day and a half/),
  ]);
});
