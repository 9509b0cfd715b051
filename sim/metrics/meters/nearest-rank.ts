/**
 * The rank, from 1, of a percentile by nearest rank: the least one such that at least `share` (0 to 1) of `count`
 * sorted values stand at or before it.
 */
export function nearestRank(share: number, count: number): number {
  // 0.9 × 10 is 9.000000000000002 in some other order of the same product; ranks are whole.
  return Math.min(count, Math.max(1, Math.ceil(share * count - 1e-9)));
}
