import { decimal, delay, MIN_TO_MAX, orSame, section, variants } from '../../settings/index.ts';
import type { ValueOf } from '../../settings/index.ts';
import { usFromMs } from '../kernel/index.ts';

const WAY = { required: true, usual: [1, 500] } as const;
const ASCENDING = 'quantiles ascend';

const QUANTILES = section(
  'As it was measured: evenly spread between one quantile and the next.',
  {
    min: delay('The least latency, one way', WAY),
    p10: delay('Which 10 % are at most', WAY),
    p25: delay('Which 25 % are at most', WAY),
    p50: delay('Which half are at most', WAY),
    p75: delay('Which 75 % are at most', WAY),
    p90: delay('Which 90 % are at most', WAY),
    p95: delay('Which 95 % are at most', WAY),
    p99: delay('Which 99 % are at most', WAY),
    max: delay('The most latency, one way', WAY),
  },
  {
    ordered: [
      { low: 'min', high: 'p10', hint: ASCENDING },
      { low: 'p10', high: 'p25', hint: ASCENDING },
      { low: 'p25', high: 'p50', hint: ASCENDING },
      { low: 'p50', high: 'p75', hint: ASCENDING },
      { low: 'p75', high: 'p90', hint: ASCENDING },
      { low: 'p90', high: 'p95', hint: ASCENDING },
      { low: 'p95', high: 'p99', hint: ASCENDING },
      { low: 'p99', high: 'max', hint: ASCENDING },
    ],
  },
);

function latencyOf(doc: string) {
  return variants(doc, {
    by: 'distribution',
    kinds: {
      constant: section('Always the same.', { value: delay('The latency, one way', WAY) }),
      uniform: section(
        'Evenly between two bounds.',
        {
          min: delay('The least latency, one way', WAY),
          max: delay('The most latency, one way', WAY),
        },
        { ordered: MIN_TO_MAX },
      ),
      normal: section('Normal (Gaussian), never below 0.', {
        mean: delay('The mean latency, one way', WAY),
        stddev: delay('The standard deviation', WAY),
      }),
      lognormal: section('Lognormal: most are short, a few are long.', {
        median: delay('The median latency, one way', WAY),
        sigma: decimal('The standard deviation of the logarithm', {
          min: 0,
          max: 5,
          required: true,
          usual: [0.1, 1.5],
        }),
      }),
      exponential: section('Exponential.', { mean: delay('The mean latency, one way', WAY) }),
      quantiles: QUANTILES,
    },
    short: { kind: 'constant', key: 'value' },
    example: '50ms',
    standard: { distribution: 'uniform', minMs: 20, maxMs: 80 },
  });
}

/** One way, each way. */
export const LATENCY = latencyOf('Latency of each message, one way; a duration alone is a constant latency.');

/** Where the way back is another: null is as the way there. */
export const ANSWER_LATENCY = orSame(
  latencyOf('Latency of answers where it is another than that of requests; same: as `latency` says.'),
);

export type Latency = ValueOf<typeof LATENCY>;

/** Standard normal by Box and Muller (1958). `u1`, `u2` uniform on [0, 1). */
function standardNormal(u1: number, u2: number): number {
  return Math.sqrt(-2 * Math.log(1 - u1)) * Math.cos(2 * Math.PI * u2);
}

/** Uniforms on [0, 1), by purpose. */
interface Draws {
  draw(purpose: string): number;
}

/** The names of the two independent uniforms that a way takes at most. */
export interface WayPurposes {
  readonly first: string;
  readonly second: string;
}

export const REQUEST_WAY: WayPurposes = { first: 'latency/request/first', second: 'latency/request/second' };
export const ANSWER_WAY: WayPurposes = { first: 'latency/answer/first', second: 'latency/answer/second' };

/** Of the goodbye of a client that waits no longer. */
export const HANG_UP_WAY: WayPurposes = { first: 'latency/hang-up/first', second: 'latency/hang-up/second' };

/** One way, in whole µs, never negative. */
export function latencyUs(latency: Latency, draws: Draws, way: WayPurposes): number {
  return Math.max(0, usFromMs(latencyMs(latency, draws, way)));
}

function latencyMs(latency: Latency, draws: Draws, { first, second }: WayPurposes): number {
  switch (latency.distribution) {
    case 'constant':
      return latency.valueMs;
    case 'uniform':
      return latency.minMs + draws.draw(first) * (latency.maxMs - latency.minMs);
    case 'normal':
      return latency.meanMs + latency.stddevMs * standardNormal(draws.draw(first), draws.draw(second));
    case 'lognormal':
      return (
        latency.medianMs * Math.exp(latency.sigma * standardNormal(draws.draw(first), draws.draw(second)))
      );
    case 'exponential':
      return -Math.log(1 - draws.draw(first)) * latency.meanMs;
    case 'quantiles':
      return quantileMs(latency, draws.draw(first));
    default:
      return latency satisfies never;
  }
}

type Quantiles = Extract<Latency, { distribution: 'quantiles' }>;

/** The value below which a share of `at` lies, in a straight line between the two quantiles around it. */
function quantileMs(table: Quantiles, at: number): number {
  const { minMs, p10Ms, p25Ms, p50Ms, p75Ms, p90Ms, p95Ms, p99Ms, maxMs } = table;
  if (at < 0.1) return between(at, 0, 0.1, minMs, p10Ms);
  if (at < 0.25) return between(at, 0.1, 0.25, p10Ms, p25Ms);
  if (at < 0.5) return between(at, 0.25, 0.5, p25Ms, p50Ms);
  if (at < 0.75) return between(at, 0.5, 0.75, p50Ms, p75Ms);
  if (at < 0.9) return between(at, 0.75, 0.9, p75Ms, p90Ms);
  if (at < 0.95) return between(at, 0.9, 0.95, p90Ms, p95Ms);
  if (at < 0.99) return between(at, 0.95, 0.99, p95Ms, p99Ms);
  return between(at, 0.99, 1, p99Ms, maxMs);
}

function between(at: number, from: number, to: number, low: number, high: number): number {
  return low + ((at - from) / (to - from)) * (high - low);
}
