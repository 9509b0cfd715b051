/** ln 30,000: one in so many is what lies beyond four standard deviations to one side. */
const RARITY = Math.log(30_000);

/**
 * How far a count of `trials` independent outcomes may lie from its mean before chance is no excuse, when each outcome has
 * this probability: Bernstein's inequality, P(X − np ≥ t) ≤ exp(−t² / (2(np(1 − p) + t/3))), solved for t. Unlike four
 * standard deviations it also holds where hardly one such outcome is expected.
 */
export function reachOfChance(trials: number, probability: number): number {
  const third = RARITY / 3;
  return third + Math.sqrt(third ** 2 + 2 * RARITY * trials * probability * (1 - probability));
}
