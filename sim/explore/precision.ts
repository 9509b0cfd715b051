import type { ComparedMetricName } from '../metrics/index.ts';
import type { Comparison } from './comparison.ts';

/** The metrics whose intervals have to be as narrow as `--precision` asks for. */
const PRECISION_METRICS: readonly ComparedMetricName[] = [
  'delivered',
  'attemptsPerReading',
  'latencyP50',
  'latencyP99',
];

/**
 * So many seeds are run before it is looked at how wide the intervals are. Whoever looks sooner stops where the first few
 * happen to lie close together, and takes that for precise.
 */
export const PRECISION_SEEDS_MIN = 10;

/**
 * Whether for every policy the half-widths of the key metrics are at most `asked` (0.02 is 2 %) of their means. A
 * metric that was never observed, or whose mean is 0, has no relative width and is passed over; one that has no
 * interval yet (a single seed) is not precise.
 */
export function precisionReached({ policies }: PrecisionInput, asked: number): boolean {
  return policies.every(({ measures }) =>
    measures
      .filter(({ metric }) => PRECISION_METRICS.includes(metric))
      .every(({ estimate }) => {
        const { value, low, high } = estimate;
        if (value === null || value === 0) return true;
        return low !== null && high !== null && (high - low) / 2 / Math.abs(value) <= asked;
      }),
  );
}

/** The part of a comparison that tells how precise it is: the whole will do. */
export interface PrecisionInput {
  readonly policies: readonly Pick<Comparison['policies'][number], 'measures'>[];
}
