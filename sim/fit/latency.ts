import type { Plain } from '../../settings/plain.ts';
import type { Latency } from '../net/index.ts';
import type { Bucket, FleetLog } from './exchange.ts';
import {
  distanceBetween,
  evenRoundTrips,
  fitLatency,
  isGoodFit,
  oneWayQuantiles,
  TABLE,
  tableOf,
} from './latency-fit.ts';
import type { LatencyFit } from './latency-fit.ts';
import { meanOf, shown, time } from './numbers.ts';
import { NOTHING } from './part.ts';
import type { Part } from './part.ts';

const ROUND_TRIPS_MIN = 50;

/** How long a message takes one way, from how long requests took until their answer came. */
export function fitLatencies(log: FleetLog): Part {
  const roundTripsMs = log.exchanges.flatMap(({ roundTripMs, status }) =>
    roundTripMs !== null && status !== null && status < 500 ? [roundTripMs] : [],
  );
  if (log.buckets.length > 0) return ofBuckets(log.buckets);
  if (roundTripsMs.length === 0)
    return { ...NOTHING, untold: ['Latency: no entry of the log says how long a request took.'] };
  if (roundTripsMs.length < ROUND_TRIPS_MIN)
    return { ...NOTHING, untold: [`Latency: only ${roundTripsMs.length} requests say how long they took.`] };
  if (Math.max(...roundTripsMs.slice(0, 10_000)) === 0)
    return {
      ...NOTHING,
      untold: ['Latency: the log says 0 for all requests, so it does not tell time finely enough.'],
    };
  const seenBy =
    log.side === 'server'
      ? [
          'Latency is taken from how long requests took at the server; what the network took before the first byte, it does not know.',
        ]
      : [];
  const fits = fitLatency(roundTripsMs);
  const best = fits.find(isGoodFit);
  const part = best === undefined ? ofTable(roundTripsMs, fits) : ofFit(best, fits);
  return { ...part, untold: [...part.untold, ...seenBy] };
}

function ofFit(fit: LatencyFit, fits: readonly LatencyFit[]): Part {
  const { distance, pValue, meanMs, meanReachMs } = fit;
  const others = fits
    .filter((one) => one !== fit && isGoodFit(one))
    .map(({ latency }) => latency.distribution);
  const like = others.length === 0 ? '' : ` (${others.join(', ')} can't be ruled out either)`;
  return {
    set: { network: { latency: written(fit.latency) } },
    told: [
      `Latency one way, half of the round trip: mean ${shown(meanMs)} ± ${shown(meanReachMs)} at 95 %; ${fit.latency.distribution} fits, distance ${distance.toFixed(3)}, p ${(pValue ?? 0).toFixed(2)}${like}.`,
    ],
    untold: [],
  };
}

function ofTable(roundTripsMs: readonly number[], fits: readonly LatencyFit[]): Part {
  const quantiles = oneWayQuantiles(tableOf(roundTripsMs), meanOf(roundTripsMs));
  const distance = distanceBetween(roundTripsMs, evenRoundTrips(measured(quantiles)));
  const [nearest] = fits;
  const near =
    nearest === undefined
      ? ''
      : ` the nearest, ${nearest.latency.distribution}, is ${nearest.distance.toFixed(3)} away;`;
  return {
    set: { network: { latency: tableWritten(quantiles) } },
    told: [
      `No family of latencies fits:${near} a table of quantiles gives round trips that are ${distance.toFixed(3)} away.`,
    ],
    untold: [],
  };
}

function ofBuckets(buckets: readonly Bucket[]): Part {
  const finite = buckets.filter(({ upToMs }) => Number.isFinite(upToMs));
  const total = buckets.at(-1)?.count ?? 0;
  if (finite.length < 2 || total < ROUND_TRIPS_MIN)
    return { ...NOTHING, untold: ['Latency: its histogram has too few values or too few bounds.'] };
  const quantiles = new Map(
    Object.entries(TABLE).map(([name, share]) => [name, quantileOfBuckets(finite, share * total)] as const),
  );
  const oneWay = oneWayQuantiles(quantiles, meanOfBuckets(finite));
  return {
    set: { network: { latency: tableWritten(oneWay) } },
    told: [
      `Latency is a table of quantiles, from a histogram of ${total} values with ${finite.length} bounds.`,
    ],
    untold: ['Latency between the bounds of the histogram: it is spread evenly there.'],
  };
}

function quantileOfBuckets(buckets: readonly Bucket[], wanted: number): number {
  let [lowMs, below] = [0, 0];
  for (const { upToMs, count } of buckets) {
    if (count >= wanted && count > below)
      return lowMs + ((upToMs - lowMs) * Math.max(0, wanted - below)) / (count - below);
    if (count > below || below === 0) [lowMs, below] = [upToMs, count];
  }
  return lowMs;
}

function meanOfBuckets(buckets: readonly Bucket[]): number {
  let [lowMs, below, sum] = [0, 0, 0];
  for (const { upToMs, count } of buckets) {
    sum += ((lowMs + upToMs) / 2) * (count - below);
    [lowMs, below] = [upToMs, count];
  }
  return sum / Math.max(1, below);
}

/** As a scenario file has it. */
function written(latency: Latency): Plain {
  if (latency.distribution === 'constant') return time(latency.valueMs);
  const entries = Object.entries(latency).map(([key, value]): readonly [string, Plain] => {
    if (typeof value === 'string') return [key, value];
    return key.endsWith('Ms') ? [key.slice(0, -2), time(value)] : [key, Number(value.toPrecision(3))];
  });
  return Object.fromEntries(entries);
}

function tableWritten(quantiles: ReadonlyMap<string, number>): Plain {
  return Object.fromEntries([
    ['distribution', 'quantiles'],
    ...[...quantiles].map(([name, ms]) => [name, time(ms)]),
  ]);
}

function measured(quantiles: ReadonlyMap<string, number>): Latency {
  const ms = (name: string): number => quantiles.get(name) ?? 0;
  return {
    distribution: 'quantiles',
    minMs: ms('min'),
    p10Ms: ms('p10'),
    p25Ms: ms('p25'),
    p50Ms: ms('p50'),
    p75Ms: ms('p75'),
    p90Ms: ms('p90'),
    p95Ms: ms('p95'),
    p99Ms: ms('p99'),
    maxMs: ms('max'),
  };
}
