import { printDuration } from '../settings/duration.ts';
import type { Comparison } from '../sim/explore/comparison.ts';
import { METRICS } from '../sim/metrics/metrics.ts';
import type { Rows } from './layout.ts';
import { metricsOf } from './comparison-tables.ts';
import { plain } from './text-width.ts';

/** What the marks and words in the tables of a comparison mean. `baseline` as the tables call it. */
export function legendRows(comparison: Comparison, baseline: string): Rows {
  const { primary, sweep } = comparison;
  const over =
    primary === null
      ? `all metrics and policies shown${sweep === null ? '' : ', at all values'}`
      : `all policies${sweep === null ? '' : ' and values'}, of the primary metric alone`;
  const against: Rows = [
    ['+ -', `better, worse than ${baseline}: paired by seed, p below 0.05 after Holm’s correction`],
    ['=', `not distinguishable from ${baseline}`],
    [
      'p',
      `of “there is no difference”, after Holm’s correction over ${over}: where there is none, at most 5% of such ` +
        'reports mark any. By Student’s t, by sign test where all seeds agree. Differences are policy minus baseline',
    ],
    ...(primary === null
      ? []
      : [
          [
            'exploratory',
            'any metric but the primary one: without marks, its p is not corrected, and among so many some look ' +
              'real by chance. To see what to ask next, not to decide by',
          ] as const,
        ]),
  ];
  return [
    [
      '±',
      'half the width of the 95% interval of the mean over seeds, of a percentage in points. By Student’s t; for ' +
        'percentiles and peaks, from eight seeds on, by bootstrap over seeds, where the interval need not be ' +
        'symmetric: --csv has both ends. None below three seeds, or of fewer than six that are all equal',
    ],
    ...measuredRows(comparison),
    ['n', 'seeds in which the metric could be observed; – where it never could'],
    ['*', 'best: set apart from every other policy, p below 0.05 after the same correction'],
    ...(comparison.policies.length > 1 ? against : []),
    ...metricsOf(comparison).flatMap((metric) => {
      const { doc, compared } = METRICS[metric];
      return compared.explained ? [[compared.label, doc] as const] : [];
    }),
    [
      'waits in all',
      'the mean of all delays together when every retry is needed. A policy that waits less is faster for that alone',
    ],
  ];
}

/** Why not all readings were measured. */
function measuredRows({ measured }: Comparison): Rows {
  const { end, horizonMs, withoutLongest } = measured;
  if (end !== 'horizon') return [];
  const unknown =
    withoutLongest.length === 0
      ? ''
      : `. Of ${withoutLongest.map(plain).join(', ')} no longest time is known: later retries of theirs may miss the faults`;
  return [
    [
      'measured',
      'faults are over when the run of readings is, and who waits longer would meet fewer of them: metrics of readings ' +
        `are of those alone for which all retries fit in before that, ${printDuration(horizonMs)} under the longest ` +
        `policy${unknown}. Peaks, load and times of the fleet are of the whole run`,
    ],
  ];
}
