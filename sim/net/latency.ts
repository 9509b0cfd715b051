import { decimal, delay, MIN_TO_MAX, section, variants } from '../../settings/index.ts';
import type { ValueOf } from '../../settings/index.ts';
import { usFromMs } from '../kernel/index.ts';

const WAY = { required: true, usual: [1, 500] } as const;

/** One way, each way. */
export const LATENCY = variants('Latency of each message, one way; a duration alone is a constant latency.', {
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
  },
  short: { kind: 'constant', key: 'value' },
  example: '50ms',
  standard: { distribution: 'uniform', minMs: 20, maxMs: 80 },
});

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
    default:
      return latency satisfies never;
  }
}
