import type { Comparison } from './comparison.ts';
import { seedsToSignify } from './family.ts';
import { REPLICATIONS_MIN } from './statistics/index.ts';

/** Below so many seeds an interval leans on how replications are distributed, which nobody knows. */
export const SEEDS_FEW = 10;

const MORE = 'Give more, e.g. --seeds 1..20';

/** What so few seeds cannot tell, of a comparison that stands in a report with so many of its kind. */
export function fewSeedsWarnings(
  { policies, primary }: FewSeedsInput,
  seeds: number,
  comparisons: number,
): readonly string[] {
  if (seeds < REPLICATIONS_MIN) {
    return [
      seeds < 2
        ? `One seed says nothing about the next: there are no intervals. ${MORE}.`
        : `${seeds} seeds say too little about the next: there are no intervals. ${MORE}.`,
    ];
  }
  const rough = seeds < SEEDS_FEW ? [`${seeds} seeds are few: the intervals are rough. ${MORE}.`] : [];
  const tests = policies.flatMap(({ measures }) =>
    measures.filter(({ difference }) => difference !== null && difference.pAdjusted !== null),
  ).length;
  const needed = seedsToSignify(tests * comparisons);
  if (tests === 0 || seeds >= needed) return rough;
  const narrower = primary === null ? ', or name the metric that matters with --primary' : '';
  return [
    ...rough,
    `${seeds} seeds can't set policies apart in ${tests * comparisons} differences at once: that takes ${needed}. ${MORE}${narrower}.`,
  ];
}

/** The part of a comparison that tells what is promised: the whole will do. */
export interface FewSeedsInput {
  readonly policies: readonly Pick<Comparison['policies'][number], 'measures'>[];
  readonly primary: Comparison['primary'];
}
