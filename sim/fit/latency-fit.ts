import { latencyUs, REQUEST_WAY, ANSWER_WAY } from '../net/index.ts';
import type { Latency } from '../net/index.ts';
import { KeyedRandom } from '../random/index.ts';
import { ascending, meanOf, quantileOf, varianceOf } from './numbers.ts';

const US_PER_MS = 1000;
/** Round trips that a fit looks at: enough to tell families apart, few enough that no trifle refutes them all. */
const LOOKED_AT_MAX = 2000;
const REFERENCE = 4000;
/** A fit that is worse than each of so many is one in forty. */
const RESAMPLES = 39;
/** Below this share of its mean, the spread of a latency is none. */
const CONSTANT_SPREAD = 0.02;
/** A family that is so many times as far away as the nearest need not be tested. */
const FAR = 2;

export interface LatencyFit {
  readonly latency: Latency;
  /** Largest distance between the distributions of round trips (Kolmogorov and Smirnov), 0 to 1. */
  readonly distance: number;
  /**
   * How likely a distance as large is if the family is the true one, by a parametric bootstrap: 0.025 at least, which no
   * resample reached. Null for a family that is much further away than the nearest.
   */
  readonly pValue: number | null;
  /** One way, half the widths of 95 % intervals, in ms. */
  readonly meanMs: number;
  readonly meanReachMs: number;
}

type FamilyName = 'constant' | 'uniform' | 'normal' | 'lognormal' | 'exponential';

/** Mean and variance of one way, in ms and ms². */
interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** Which member of the family has these moments (of exponential and constant ones the mean alone). */
const FAMILIES: { readonly [Name in FamilyName]: (moments: Moments) => Latency } = {
  constant: ({ mean }) => ({ distribution: 'constant', valueMs: mean }),
  uniform: ({ mean, variance }) => {
    const reach = Math.sqrt(3 * variance);
    return { distribution: 'uniform', minMs: Math.max(0, mean - reach), maxMs: mean + reach };
  },
  normal: ({ mean, variance }) => ({ distribution: 'normal', meanMs: mean, stddevMs: Math.sqrt(variance) }),
  lognormal: ({ mean, variance }) => {
    const sigma2 = Math.log(1 + variance / mean ** 2);
    return { distribution: 'lognormal', medianMs: mean * Math.exp(-sigma2 / 2), sigma: Math.sqrt(sigma2) };
  },
  exponential: ({ mean }) => ({ distribution: 'exponential', meanMs: mean }),
};

const FAMILY_NAMES: readonly FamilyName[] = ['uniform', 'normal', 'lognormal', 'exponential'];

/**
 * The latency, one way, of which two independent draws give these round trips, and how well each family fits, best
 * first. Two independent ways have twice the mean and twice the variance of one, so the moments are halved; then
 * the distribution of the sum is held against the round trips, with parametric resamples (Stute, González Manteiga and Presedo Quindimil, "Bootstrap based goodness-of-fit-tests", 1993): parameters that
 * were fitted to the data make the usual tables of the test too lenient.
 */
export function fitLatency(roundTripsMs: readonly number[]): readonly LatencyFit[] {
  const looked = thinned(roundTripsMs);
  const moments = momentsOf(roundTripsMs);
  const meanReachMs = (1.96 * Math.sqrt(2 * moments.variance)) / Math.sqrt(roundTripsMs.length) / 2;
  const about = { meanMs: moments.mean, meanReachMs };
  if (Math.sqrt(moments.variance) <= CONSTANT_SPREAD * moments.mean)
    return [{ latency: FAMILIES.constant(moments), distance: 0, pValue: 1, ...about }];
  const near = FAMILY_NAMES.map((name) => ({ name, distance: distanceTo(looked, name) })).sort(
    (a, b) => a.distance - b.distance,
  );
  const farMs = FAR * (near[0]?.distance ?? 0);
  return near.map(({ name, distance }) => {
    const latency = FAMILIES[name](moments);
    const pValue = distance > farMs ? null : pValueOf(latency, name, distance, looked.length);
    return { latency, distance, pValue, ...about };
  });
}

export function isGoodFit({ pValue }: LatencyFit): boolean {
  return pValue !== null && pValue > 1 / (RESAMPLES + 1);
}

/** Every k-th in the order of time, so that all of the log is seen. */
function thinned(values: readonly number[]): readonly number[] {
  const step = Math.max(1, values.length / LOOKED_AT_MAX);
  const count = Math.min(values.length, LOOKED_AT_MAX);
  return Array.from({ length: count }, (_, index) => values[Math.floor(index * step)] ?? 0);
}

function momentsOf(roundTripsMs: readonly number[]): Moments {
  const mean = meanOf(roundTripsMs);
  return { mean: mean / 2, variance: varianceOf(roundTripsMs, mean) / 2 };
}

function pValueOf(latency: Latency, name: FamilyName, distance: number, count: number): number {
  let asFar = 0;
  for (let resample = 0; resample < RESAMPLES; resample += 1) {
    if (distanceTo(roundTrips(latency, count, `resample/${resample}`), name) >= distance) asFar += 1;
  }
  return (asFar + 1) / (RESAMPLES + 1);
}

/** Between a sample and the member of the family that has its moments. */
function distanceTo(sample: readonly number[], name: FamilyName): number {
  return distanceBetween(sample, evenRoundTrips(FAMILIES[name](momentsOf(sample))));
}

/** Two-sample Kolmogorov-Smirnov distance, 0 to 1. */
export function distanceBetween(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [ascending(one), ascending(other)];
  let [i, j, distance] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] ?? 0, b[j] ?? 0);
    while (i < a.length && (a[i] ?? 0) <= value) i += 1;
    while (j < b.length && (b[j] ?? 0) <= value) j += 1;
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length));
  }
  return distance;
}

const PURPOSES = [REQUEST_WAY.first, REQUEST_WAY.second, ANSWER_WAY.first, ANSWER_WAY.second];

/** As the simulated network draws them: a way there and a way back, in ms. */
export function roundTrips(latency: Latency, count: number, owner: string): readonly number[] {
  const random = new KeyedRandom('petrel').stream('fit/round-trips', owner);
  return Array.from({ length: count }, (_, index) =>
    roundTripMs(latency, (purpose) => random.draw(index, PURPOSES.indexOf(purpose))),
  );
}

/** The same distribution without chance: its points lie evenly, one in each part of equal probability. */
export function evenRoundTrips(latency: Latency): readonly number[] {
  return Array.from({ length: REFERENCE }, (_, index) =>
    roundTripMs(latency, (purpose) => radicalInverse(BASES[PURPOSES.indexOf(purpose)] ?? 2, index + 1)),
  );
}

function roundTripMs(latency: Latency, draw: (purpose: string) => number): number {
  const draws = { draw };
  return (latencyUs(latency, draws, REQUEST_WAY) + latencyUs(latency, draws, ANSWER_WAY)) / US_PER_MS;
}

/** Halton, "On the efficiency of certain quasi-random sequences of points", 1960: a prime for each dimension. */
const BASES = [2, 3, 5, 7];

/** The digits of `index` in `base`, mirrored behind the point: on (0, 1). */
function radicalInverse(base: number, index: number): number {
  let [rest, value, unit] = [index, 0, 1];
  while (rest > 0) {
    unit /= base;
    value += unit * (rest % base);
    rest = Math.floor(rest / base);
  }
  return value;
}

/** Shares of the values that a table of quantiles names. */
export const TABLE = {
  min: 0,
  p10: 0.1,
  p25: 0.25,
  p50: 0.5,
  p75: 0.75,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  max: 1,
} as const;

/**
 * Quantiles of one way, where the round trips are all that is known and no family fits: those of the round trip, drawn
 * together about their mean so that two independent ways have its mean and its variance.
 */
export function oneWayQuantiles(
  quantiles: ReadonlyMap<string, number>,
  meanMs: number,
): ReadonlyMap<string, number> {
  return new Map(
    [...quantiles].map(([name, ms]) => [name, Math.max(0, meanMs / 2 + (ms - meanMs) / Math.SQRT2)] as const),
  );
}

export function tableOf(roundTripsMs: readonly number[]): ReadonlyMap<string, number> {
  const sorted = ascending(roundTripsMs);
  return new Map(Object.entries(TABLE).map(([name, share]) => [name, quantileOf(sorted, share)] as const));
}
