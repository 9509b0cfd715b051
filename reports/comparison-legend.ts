import type { Comparison } from '../sim/explore/comparison.ts';
import { METRICS } from '../sim/metrics/metrics.ts';
import type { Rows } from './layout.ts';
import { metricsOf } from './comparison-tables.ts';

/** What the marks and words in the tables of a comparison mean. `baseline` as the tables call it. */
export function legendRows(comparison: Comparison, baseline: string): Rows {
  const against: Rows = [
    ['+ -', `better, worse than ${baseline}: paired by seed, p below 0.05 after Holm’s correction`],
    ['=', `not distinguishable from ${baseline}`],
    ['p', 'of “there is no difference”, after Holm’s correction. Differences are policy minus baseline'],
  ];
  return [
    [
      '±',
      'half the width of the 95% interval of the mean over seeds, of a percentage in points. By Student’s t; for ' +
        'percentiles and peaks by bootstrap over seeds, where the interval need not be symmetric: --csv has both ends',
    ],
    ['n', 'seeds in which the metric could be observed; – where it never could'],
    ['*', 'best: no other policy is better, and the intervals say so'],
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
