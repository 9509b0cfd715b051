import { expect, test } from 'vitest';
import type { Latency } from '../net/index.ts';
import { KeyedRandom } from '../random/index.ts';
import type { FleetLog } from './exchange.ts';
import { fitLatency, isGoodFit, roundTrips } from './latency-fit.ts';
import { fitLatencies } from './latency.ts';

const COUNT = 3000;

test.for<readonly [Latency, meanMs: number]>([
  [{ distribution: 'constant', valueMs: 50 }, 50],
  [{ distribution: 'uniform', minMs: 20, maxMs: 80 }, 50],
  [{ distribution: 'exponential', meanMs: 40 }, 40],
  // Mean median·e^(σ²/2).
  [{ distribution: 'lognormal', medianMs: 60, sigma: 0.7 }, 60 * Math.exp(0.245)],
])('latencies come back: %o', ([latency, meanMs]) => {
  const [best] = fitLatency(roundTrips(latency, COUNT, 'test'));
  expect(best?.latency.distribution).toBe(latency.distribution);
  expect(best === undefined ? false : isGoodFit(best)).toBe(true);
  // Half as wide again as the interval that holds it in 95 of 100 cases: one in 300 is outside.
  expect(Math.abs((best?.meanMs ?? 0) - meanMs)).toBeLessThanOrEqual(1.5 * (best?.meanReachMs ?? 0) + 1e-9);
});

/** Two ways of a fleet: most by cable, the rest by satellite. */
function twoWays(): readonly number[] {
  const random = new KeyedRandom('two-ways').stream('test', '');
  return Array.from({ length: COUNT }, (_, index) =>
    random.draw(index, 0) < 0.7 ? 20 + 10 * random.draw(index, 1) : 600 + 50 * random.draw(index, 1),
  );
}

function logOf(roundTripsMs: readonly number[]): FleetLog {
  return {
    kind: 'a log',
    side: 'client',
    exchanges: roundTripsMs.map((roundTripMs, index) => ({
      atMs: index,
      device: null,
      reading: null,
      status: 200,
      roundTripMs,
      reached: true,
      failure: null,
    })),
    tallies: [],
    buckets: [],
    resolutionMs: 1,
    devicesAreAddresses: false,
    skipped: { count: 0, first: null },
  };
}

test('latencies of no family become a table of quantiles, and it is said how far away that is', () => {
  const { set, told } = fitLatencies(logOf(twoWays()));
  expect(set.network?.latency).toMatchObject({ distribution: 'quantiles' });
  expect(told).toEqual([
    expect.stringMatching(/^No family of latencies fits: .* a table of quantiles gives round trips/),
  ]);
});

test('a histogram becomes a table too', () => {
  const buckets = [
    { upToMs: 10, count: 0 },
    { upToMs: 50, count: 50 },
    { upToMs: 100, count: 100 },
    { upToMs: Infinity, count: 100 },
  ];
  const { set } = fitLatencies({ ...logOf([]), buckets });
  // Round trips: a half between 10 and 50 ms, a half up to 100; mean 30/2 + 75/2 = 52.5 ms. One way, the median is
  // 52.5/2 + (50 − 52.5)/√2 = 24.48 ms, and a file has whole ones.
  expect(set.network?.latency).toMatchObject({ distribution: 'quantiles', p50: '24ms' });
});

test('a log that tells no times leaves the latency alone and says so', () => {
  const { set, untold } = fitLatencies(logOf(Array.from({ length: 100 }, () => 0)));
  expect(set).toEqual({});
  expect(untold).toEqual([expect.stringMatching(/does not tell time finely enough/)]);
});
