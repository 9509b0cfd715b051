import { METRIC_NAMES, METRICS } from '../../sim/metrics/index.ts';
import type { MetricUnit } from '../../sim/metrics/index.ts';
import type { ComparedMetric, Metric } from '../../sim/metrics/metric.ts';
import { COMPARISON_EXAMPLE } from '../../sim/scenario/comparison.ts';
import { code, table } from './markdown.ts';
import type { Page } from './markdown.ts';

/** What a value of each unit is. */
const UNITS: Readonly<Record<MetricUnit, string>> = {
  ratio: 'a share, 0% to 100%',
  count: 'a whole number',
  duration: 'a time',
  rate: 'a number per second',
  plain: 'a number',
};

export function metrics(): Page {
  return {
    title: 'Metrics',
    intro:
      'What a run is measured by. A scenario may bound each of them under `expect`; `compare` sets policies side by side ' +
      'by those that have an entry in the last column.',
    parts: [
      table(
        ['metric', 'unit', 'what it is', 'in a comparison'],
        METRIC_NAMES.map((name) => [
          code(name),
          METRICS[name].unit,
          METRICS[name].doc,
          better(METRICS[name]),
        ]),
      ),
      '## Units',
      table(
        ['unit', 'a value is', 'a bound is written'],
        Object.entries(UNITS).map(([unit, words]) => [
          unit,
          words,
          code(COMPARISON_EXAMPLE[unit as MetricUnit]),
        ]),
      ),
    ],
  };
}

function better(metric: Metric | ComparedMetric): string {
  if (!('compared' in metric)) return '—';
  const { better: direction } = metric.compared;
  return direction === null ? 'shown' : `${direction} is better`;
}
