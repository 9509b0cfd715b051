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
  // Half as much again at 15:30, the middle of the hour that begins at 15.
  const { untold } = fitLoadShape(
    days(3, (hour) => 1000 * (1 + 0.5 * Math.cos((2 * Math.PI * (hour - 15)) / 24))),
  );
  expect(untold).toEqual([
    expect.stringMatching(/^The load swings by 50% .* the most at 15:30 UTC: .* divide .* by 1\.50\.$/),
  ]);
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
