import type { SweepItem } from './sweep-plan.ts';

/** One of `of` parts of a plan, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

export const WHOLE: Shard = { index: 1, of: 1 };

/**
 * The runs of one shard, in the order of the plan. Longest first, each to the shard that has least to do: by count alone,
 * one shard of unlike scenarios takes many times as long as another. All shards together are the plan, each run once;
 * which shard gets which depends on the plan alone.
 */
export function itemsOfShard(items: readonly SweepItem[], { index, of }: Shard): readonly SweepItem[] {
  if (of === 1) return items;
  const loads = Array.from({ length: of }, () => 0);
  const mine: SweepItem[] = [];
  for (const item of items.toSorted((a, b) => b.weight - a.weight || a.index - b.index)) {
    const least = indexOfLeast(loads);
    loads[least] = (loads[least] ?? 0) + item.weight;
    if (least === index - 1) mine.push(item);
  }
  return mine.toSorted((a, b) => a.index - b.index);
}

/** The first of the least. */
function indexOfLeast(loads: readonly number[]): number {
  let least = 0;
  loads.forEach((load, index) => {
    if (load < (loads[least] ?? 0)) least = index;
  });
  return least;
}
