import { METRICS } from '../metrics/index.ts';
import type { Path } from '../../settings/problem.ts';
import { printExpectedBound } from './comparison.ts';
import type { Scenario } from './scenario.ts';
import type { ExpectedBound } from './expectations.ts';

/** Two bounds that no value can keep both of: a run fails by one of them. `path` is that of the later one. */
export interface Contradiction {
  readonly path: Path;
  readonly bounds: readonly [ExpectedBound, ExpectedBound];
}

interface Placed {
  readonly bound: ExpectedBound;
  readonly path: Path;
}

/** Those for everybody and those for what is ours are looked at together, for a run of ours is held to all. */
export function contradictionsIn({
  metrics,
  builtIn,
  ownPolicy,
}: Scenario['expect']): readonly Contradiction[] {
  const placed: readonly Placed[] = [
    ...metrics.map((bound) => ({ bound, path: ['expect', bound.metric] })),
    ...builtIn.metrics.map((bound) => ({ bound, path: ['expect', 'builtIn', bound.metric] })),
    ...ownPolicy.metrics.map((bound) => ({ bound, path: ['expect', 'ownPolicy', bound.metric] })),
  ];
  return placed.flatMap(({ bound, path }, index) =>
    placed
      .slice(0, index)
      .filter((before) => contradict(before.bound, bound))
      .map((before): Contradiction => ({ path, bounds: [before.bound, bound] })),
  );
}

export function printContradiction({ bounds: [first, second] }: Contradiction): string {
  const { metric } = first;
  return `${metric} can't be ${printExpectedBound(first)} and ${printExpectedBound(second)}: this run can only fail.`;
}

/** Bounds on different metrics, or on shares of different ones, may hold together in some run. */
function contradict(a: ExpectedBound, b: ExpectedBound): boolean {
  if (a.metric !== b.metric || a.of !== b.of) return false;
  const [x, y] = [rangeOf(a), rangeOf(b)];
  const low = x.low >= y.low ? x : y;
  const high = x.high <= y.high ? x : y;
  if (low.low > high.high) return true;
  return low.low === high.high && !(includes(x, low.low) && includes(y, low.low));
}

interface Range {
  readonly low: number;
  readonly high: number;
  /** Whether its ends belong to it. */
  readonly closed: boolean;
}

function includes({ low, high, closed }: Range, value: number): boolean {
  return closed ? value >= low && value <= high : value > low && value < high;
}

/** Of a count there is nothing between two whole numbers: more than 3 is 4 or more. */
function rangeOf({ metric, comparison, value, of }: ExpectedBound): Range {
  const isCount = METRICS[metric].unit === 'count' && of === null;
  switch (comparison) {
    case '=':
      return { low: value, high: value, closed: true };
    case '>=':
      return { low: value, high: Infinity, closed: true };
    case '<=':
      return { low: -Infinity, high: value, closed: true };
    case '>':
      return isCount
        ? { low: Math.floor(value) + 1, high: Infinity, closed: true }
        : { low: value, high: Infinity, closed: false };
    case '<':
      return isCount
        ? { low: -Infinity, high: Math.ceil(value) - 1, closed: true }
        : { low: -Infinity, high: value, closed: false };
  }
}
