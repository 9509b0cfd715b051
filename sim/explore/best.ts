import { METRICS } from '../metrics/index.ts';
import type { Estimate } from './comparison.ts';
import { differencesFrom } from './differences.ts';
import type { DifferencesOfMetric, MetricOfPolicies, Promise95 } from './differences.ts';

export interface BestInput {
  readonly metrics: readonly MetricOfPolicies[];
  /** For each metric the estimates of all policies. */
  readonly estimates: readonly (readonly Estimate[])[];
  readonly baseline: number;
  /** For each metric the differences to the baseline. */
  readonly differences: readonly DifferencesOfMetric[];
  readonly promise: Promise95;
}

/**
 * For each metric the index of the policy with the best mean, if its difference to every other policy is significant,
 * adjusted over those pairs of all promised metrics. Null when that can't be said: then nobody is the best.
 *
 * Nobody is the best either whom the differences to the baseline do not set apart from it: so where all policies are
 * equal a mark of either kind is no likelier than one of a difference.
 */
export function bestOfEach(input: BestInput): readonly (number | null)[] {
  const { metrics, estimates, baseline, differences, promise } = input;
  const leaders = metrics.map(({ metric }, row) => leaderOf(signOf(metric), estimates[row] ?? []));
  const behind = differencesFrom(leaders, metrics, promise);
  return metrics.map(({ metric }, row) => {
    const leader = leaders[row] ?? null;
    if (leader === null) return null;
    const sign = signOf(metric);
    const wins = (behind[row] ?? []).every(
      (difference, policy) =>
        policy === leader || (difference?.significant === true && sign * (difference.value ?? 0) < 0),
    );
    const toBaseline = (differences[row] ?? []).filter(
      (_, policy) => policy !== baseline && (leader === baseline || policy === leader),
    );
    return wins && toBaseline.every((difference) => difference?.significant === true) ? leader : null;
  });
}

/** 1 where more is better, -1 where less is, 0 where neither. */
function signOf(metric: MetricOfPolicies['metric']): number {
  const { better } = METRICS[metric].compared;
  return better === null ? 0 : better === 'higher' ? 1 : -1;
}

function leaderOf(sign: number, estimates: readonly Estimate[]): number | null {
  if (sign === 0 || estimates.length < 2) return null;
  const scores = estimates.map(({ value }) => (value === null ? -Infinity : sign * value));
  return scores.indexOf(Math.max(...scores));
}
