/**
 * The 95 % upper bound of a failure's probability after `n` independent trials without one: 3/n, at most 1 (Hanley and
 * Lippman-Hand, "If Nothing Goes Wrong, Is Everything All Right?", 1983). The exact bound 1 − 0.05^(1/n) is a little
 * lower. 1 when nothing was tried.
 */
export function failureProbabilityBound(n: number): number {
  return n <= 3 ? 1 : 3 / n;
}
