import type { LeftOutGroup } from '../sim/sweep/sweep-summary.ts';
import { fewNames } from './few-names.ts';
import { count } from './format.ts';
import { plain } from './text-width.ts';

/** `it is said of the built-in edge: stored, timeouts (12 scenarios)`. */
export function leftOutWords({ why, expectations, scenarios }: LeftOutGroup): string {
  const [first = ''] = scenarios;
  const where = scenarios.length === 1 ? plain(first) : `${count(scenarios.length)} scenarios`;
  return `${plain(why)}: ${fewNames(expectations)} (${where})`;
}
