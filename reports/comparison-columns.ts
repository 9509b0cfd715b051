import type { Comparison, MeasureOfPolicy, PolicyOfComparison } from '../sim/explore/comparison.ts';
import type { MetricGroup } from '../sim/metrics/metric.ts';
import { METRICS } from '../sim/metrics/metrics.ts';
import type { ComparedMetricName } from '../sim/metrics/metrics.ts';
import type { WideColumn } from './column-tables.ts';
import { differenceText, estimateText } from './estimate-text.ts';
import { decimal, time } from './format.ts';
import type { Paint } from './paint.ts';

const GROUPS: readonly (readonly [MetricGroup, title: string])[] = [
  ['delivery', 'Delivery'],
  ['cost', 'Load and cost, in requests'],
  ['time', 'Time'],
];

/** One table of estimates: policies as rows. */
export interface EstimateGroup {
  readonly title: string;
  /** For each policy: the most replications that any of its metrics was observed in. */
  readonly ns: readonly number[];
  readonly columns: readonly WideColumn[];
}

/** Every metric that a policy was measured by, in the order of the measures. */
export function metricsOf({ policies }: Comparison): readonly ComparedMetricName[] {
  return [...new Set(policies.flatMap(({ measures }) => measures.map(({ metric }) => metric)))];
}

export function measureOf(policy: PolicyOfComparison, metric: ComparedMetricName): MeasureOfPolicy | null {
  return policy.measures.find((measure) => measure.metric === metric) ?? null;
}

/** `*` where it is the best, then how it stands to the baseline: `+` better, `-` worse, `=` not distinguishable. */
function marksOf({ metric, best, difference }: MeasureOfPolicy): string {
  const against = againstBaseline(metric, difference);
  return `${best ? '*' : against === '' ? '' : ' '}${against}`;
}

function againstBaseline(metric: ComparedMetricName, difference: MeasureOfPolicy['difference']): string {
  if (difference === null || difference.value === null || difference.pAdjusted === null) return '';
  if (!difference.significant) return '=';
  const { better } = METRICS[metric].compared;
  if (better === null) return '≠';
  return difference.value > 0 === (better === 'higher') ? '+' : '-';
}

/** The parts of a cell with an estimate: value, spread, marks, and n where it is not that of its row. */
export function estimateCell(measure: MeasureOfPolicy, nOfRow: number, paint: Paint): readonly string[] {
  const { value, spread } = estimateText(measure.estimate, METRICS[measure.metric].unit);
  const marks = marksOf(measure);
  const tone = marks.includes('+') ? 'good' : marks.includes('-') ? 'bad' : null;
  const { n } = measure.estimate;
  return [
    measure.best ? paint('strong', value) : value,
    spread,
    tone === null ? marks : paint(tone, marks),
    n === nOfRow || n === 0 ? '' : `n ${n}`,
  ];
}

/** All estimates, grouped by what they tell. */
export function estimateGroups(comparison: Comparison, paint: Paint): readonly EstimateGroup[] {
  const { policies } = comparison;
  const ns = policies.map(({ measures }) => Math.max(0, ...measures.map(({ estimate }) => estimate.n)));
  return GROUPS.flatMap(([group, title]) => {
    const metrics = metricsOf(comparison).filter((metric) => METRICS[metric].compared.group === group);
    if (metrics.length === 0) return [];
    const columns = metrics.map((metric) => ({
      header: METRICS[metric].compared.label,
      cells: policies.map((policy, row) => {
        const measure = measureOf(policy, metric);
        return measure === null ? [''] : estimateCell(measure, ns[row] ?? 0, paint);
      }),
    }));
    return [{ title, ns, columns }];
  });
}

/** Of the key metrics: difference to the baseline, its interval and its adjusted p, for each of the policies. */
export function differenceColumns(
  comparison: Comparison,
  policies: readonly PolicyOfComparison[],
): readonly WideColumn[] {
  return metricsOf(comparison)
    .filter((metric) => METRICS[metric].compared.key)
    .map((metric) => {
      const { unit, compared } = METRICS[metric];
      return {
        header: unit === 'ratio' ? `${compared.label}, points` : compared.label,
        cells: policies.map((policy) => {
          const difference = measureOf(policy, metric)?.difference ?? null;
          if (difference === null) return [''];
          const { value, interval, p } = differenceText(difference, unit);
          return [value, interval, p];
        }),
      };
    });
}

/** What each policy is, whatever the storm: how often it retries, how long it waits; and how its runs ended. */
export function policyColumns(comparisons: readonly Comparison[], paint: Paint): readonly WideColumn[] {
  const [first] = comparisons;
  if (first === undefined) return [];
  const seeds = comparisons.reduce((sum, comparison) => sum + comparison.seeds.length, 0);
  /** The same policy in each of the comparisons. */
  const all = first.policies.map(({ policy }) =>
    comparisons.flatMap(({ policies }) => policies.find((candidate) => candidate.policy === policy) ?? []),
  );
  const column = (header: string, textOf: (policy: PolicyOfComparison) => string): WideColumn => ({
    header,
    cells: all.map((policies) => [[...new Set(policies.map(textOf))].join('/')]),
  });
  return [
    column('retries', ({ retriesMax }) => (retriesMax === null ? 'no end' : String(retriesMax))),
    column('waits in all', ({ meanTotalDelayMs: ms }) => (ms === null ? 'no end' : time(ms))),
    ...(first.normalized ? [column('delays', ({ delayFactor }) => `× ${decimal(delayFactor, 3)}`)] : []),
    {
      header: 'runs passed',
      cells: all.map((policies) => {
        const passed = policies.reduce((sum, { outcomes }) => sum + outcomes.passed, 0);
        const text = `${passed}/${seeds}`;
        return [passed < seeds ? paint('bad', text) : text];
      }),
    },
    column('', ({ baseline }) => (baseline ? 'baseline' : '')),
  ];
}
