import type { Comparison, MeasureOfPolicy, PolicyOfComparison } from '../sim/explore/comparison.ts';
import type { MetricGroup } from '../sim/metrics/metric.ts';
import { METRICS } from '../sim/metrics/metrics.ts';
import type { ComparedMetricName } from '../sim/metrics/metrics.ts';
import type { WideColumn } from './column-tables.ts';
import { differenceText, estimateText } from './estimate-text.ts';
import { decimal, time } from './format.ts';
import type { Paint } from './paint.ts';
import { fit, plain } from './text-width.ts';

/** Of a swept value over its column; the header of the report has it whole. */
const VALUE_COLUMNS_MAX = 16;

const GROUPS: readonly (readonly [MetricGroup, title: string])[] = [
  ['delivery', 'Delivery'],
  ['cost', 'Load and cost, in requests'],
  ['time', 'Time'],
];

/** Policies as rows, whoever prints it. */
export interface ComparisonTable {
  readonly title: string;
  /** Of the rows. */
  readonly policies: readonly string[];
  /** For each row the most replications that any of its metrics was observed in; null where there are no estimates. */
  readonly ns: readonly number[] | null;
  readonly columns: readonly WideColumn[];
}

/** Every metric that a policy was measured by, in the order of the measures. */
export function metricsOf({ policies }: Comparison): readonly ComparedMetricName[] {
  return [...new Set(policies.flatMap(({ measures }) => measures.map(({ metric }) => metric)))];
}

/** The metrics of a summary, the primary one first. */
export function keyMetricsOf(comparison: Comparison): readonly ComparedMetricName[] {
  const { primary } = comparison;
  const all = metricsOf(comparison);
  return [
    ...all.filter((metric) => metric === primary),
    ...all.filter((metric) => metric !== primary && METRICS[metric].compared.key),
  ];
}

/** A heading over metrics; of those beside a primary one it says what they are. */
function titleOver(
  metrics: readonly ComparedMetricName[],
  title: string,
  primary: Comparison['primary'],
): string {
  return primary === null || metrics.includes(primary) ? title : `${title}, exploratory`;
}

function measureOf(policy: PolicyOfComparison, metric: ComparedMetricName): MeasureOfPolicy | null {
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
function estimateCell(measure: MeasureOfPolicy, nOfRow: number, paint: Paint): readonly string[] {
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

type MaybeMeasure = MeasureOfPolicy | null;

/** A column of measures for each header: one for each policy, null where it has none. */
function estimateTable(
  title: string,
  policies: readonly string[],
  measures: readonly (readonly [header: string, column: readonly MaybeMeasure[]])[],
  paint: Paint,
  ns = policies.map((_, row) => mostOf(measures.map(([, column]) => column[row] ?? null))),
): ComparisonTable {
  const columns = measures.map(([header, column]) => ({
    header,
    cells: column.map((measure, row) =>
      measure === null ? [''] : estimateCell(measure, ns[row] ?? 0, paint),
    ),
  }));
  return { title, policies, ns, columns };
}

function mostOf(measures: readonly MaybeMeasure[]): number {
  return Math.max(0, ...measures.map((measure) => measure?.estimate.n ?? 0));
}

function namesOf(policies: readonly PolicyOfComparison[]): readonly string[] {
  return policies.map(({ policy }) => policy);
}

/** All estimates, grouped by what they tell; the primary metric first and by itself. */
export function estimateTables(comparison: Comparison, paint: Paint): readonly ComparisonTable[] {
  const { policies, primary } = comparison;
  // The same in all of the groups.
  const ns = policies.map(({ measures }) => mostOf(measures));
  const all = metricsOf(comparison);
  const groups = [
    ['Primary metric', all.filter((metric) => metric === primary)] as const,
    ...GROUPS.map(
      ([group, title]) =>
        [
          title,
          all.filter((metric) => metric !== primary && METRICS[metric].compared.group === group),
        ] as const,
    ),
  ];
  return groups.flatMap(([title, metrics]) => {
    const measures = metrics.map(
      (metric) =>
        [METRICS[metric].compared.label, policies.map((policy) => measureOf(policy, metric))] as const,
    );
    if (measures.length === 0) return [];
    return [estimateTable(titleOver(metrics, title, primary), namesOf(policies), measures, paint, ns)];
  });
}

/** For each metric a table with the values of the swept setting beside each other. */
export function sweepTables(
  comparisons: readonly Comparison[],
  metrics: readonly ComparedMetricName[],
  paint: Paint,
): readonly ComparisonTable[] {
  const policies = namesOf(comparisons[0]?.policies ?? []);
  const setting = plain(comparisons[0]?.sweep?.setting ?? '');
  const primary = comparisons[0]?.primary ?? null;
  return metrics.map((metric) => {
    const measures = comparisons.map(
      (comparison) =>
        [
          fit(plain(comparison.sweep?.value ?? ''), VALUE_COLUMNS_MAX),
          policies.map((name) => {
            const found = comparison.policies.find(({ policy }) => policy === name);
            return found === undefined ? null : measureOf(found, metric);
          }),
        ] as const,
    );
    const title = `${METRICS[metric].compared.label} by ${setting}`;
    return estimateTable(titleOver([metric], title, primary), policies, measures, paint);
  });
}

/**
 * Each policy minus the baseline on the same seeds, by the key metrics: difference, its interval and its p. The primary
 * metric has a table of its own. None where there is nothing to compare. `baseline` as it is called here.
 */
export function differenceTables(comparison: Comparison, baseline: string): readonly ComparisonTable[] {
  const policies = comparison.policies.filter((policy) => !policy.baseline);
  const { primary } = comparison;
  const all = keyMetricsOf(comparison);
  const groups = [all.filter((metric) => metric === primary), all.filter((metric) => metric !== primary)];
  return groups
    .filter((metrics) => metrics.length > 0 && policies.length > 0)
    .map((metrics) => ({
      title: titleOver(metrics, `Difference to ${baseline} on the same seeds`, primary),
      policies: namesOf(policies),
      ns: null,
      columns: metrics.map((metric) => differenceColumn(metric, policies)),
    }));
}

function differenceColumn(metric: ComparedMetricName, policies: readonly PolicyOfComparison[]): WideColumn {
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
}

/** What each policy is, whatever the storm: how often it retries, how long it waits; and how its runs ended. */
export function policyTable(comparisons: readonly Comparison[], paint: Paint): ComparisonTable {
  const policies = comparisons[0]?.policies ?? [];
  const seeds = comparisons.reduce((sum, comparison) => sum + comparison.seeds.length, 0);
  /** The same policy in each of the comparisons. */
  const all = policies.map(({ policy }) =>
    comparisons.flatMap((comparison) => comparison.policies.find((one) => one.policy === policy) ?? []),
  );
  const column = (header: string, textOf: (policy: PolicyOfComparison) => string): WideColumn => ({
    header,
    cells: all.map((same) => [[...new Set(same.map(textOf))].join('/')]),
  });
  const columns = [
    column('retries', ({ retriesMax }) => (retriesMax === null ? 'no end' : String(retriesMax))),
    column('waits in all', ({ meanTotalDelayMs: ms }) => (ms === null ? 'no end' : time(ms))),
    ...(comparisons[0]?.normalized === true
      ? [column('delays', ({ delayFactor }) => `× ${decimal(delayFactor, 3)}`)]
      : []),
    {
      header: 'runs passed',
      cells: all.map((same) => {
        const passed = same.reduce((sum, { outcomes }) => sum + outcomes.passed, 0);
        const text = `${passed}/${seeds}`;
        return [passed < seeds ? paint('bad', text) : text];
      }),
    },
    column('', ({ baseline }) => (baseline ? 'baseline' : '')),
  ];
  return { title: 'Policies', policies: namesOf(policies), ns: null, columns };
}
