import type { SweepItem } from './sweep-plan.ts';

/** Neighbours in a plan, both ends included. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Enough that nobody waits long for the last, few enough that handing them out costs nothing. */
const INTERVALS = 400;
const RUNS_MAX = 25;

/**
 * The runs that are still to be done as intervals of the plan, about even by what they weigh: what is handed to a worker at
 * once. A run that is done, or comes before its turn, parts two intervals.
 */
export function intervalsOf(items: readonly SweepItem[]): readonly Interval[] {
  const weightMax = items.reduce((sum, { weight }) => sum + weight, 0) / INTERVALS;
  const intervals: { from: number; to: number; weight: number }[] = [];
  for (const { index, weight } of items) {
    const last = intervals.at(-1);
    const fits =
      last !== undefined &&
      last.to + 1 === index &&
      last.weight + weight <= weightMax &&
      index - last.from < RUNS_MAX;
    if (fits) {
      last.to = index;
      last.weight += weight;
    } else intervals.push({ from: index, to: index, weight });
  }
  return intervals.map(({ from, to }) => ({ from, to }));
}
