import type { Comparison, MeasureOfPolicy, PolicyOfComparison } from '../sim/explore/comparison.ts';
import type { MetricUnit } from '../sim/metrics/metric.ts';
import { METRICS } from '../sim/metrics/metrics.ts';

type Field = string | number | boolean | null;

interface Row {
  readonly comparison: Comparison;
  readonly policy: PolicyOfComparison;
  readonly measure: MeasureOfPolicy;
}

const UNITS: Readonly<Record<MetricUnit, string>> = {
  ratio: 'ratio',
  count: 'count',
  duration: 'ms',
  rate: 'per second',
  plain: 'number',
};

/** Columns in their order, each with where its fields come from. */
const COLUMNS: readonly (readonly [name: string, field: (row: Row) => Field])[] = [
  ['scenario', ({ comparison }) => comparison.scenario],
  ['devices', ({ comparison }) => comparison.devices],
  ['transport', ({ comparison }) => comparison.transport],
  ['normalized', ({ comparison }) => comparison.normalized],
  ['sweep_setting', ({ comparison }) => comparison.sweep?.setting ?? null],
  ['sweep_value', ({ comparison }) => comparison.sweep?.value ?? null],
  ['policy', ({ policy }) => policy.policy],
  ['baseline', ({ policy }) => policy.baseline],
  ['mean_total_delay_ms', ({ policy }) => policy.meanTotalDelayMs],
  ['metric', ({ measure }) => measure.metric],
  ['unit', ({ measure }) => UNITS[METRICS[measure.metric].unit]],
  ['value', ({ measure }) => measure.estimate.value],
  ['low', ({ measure }) => measure.estimate.low],
  ['high', ({ measure }) => measure.estimate.high],
  ['n', ({ measure }) => measure.estimate.n],
  ['method', ({ measure }) => measure.estimate.method],
  ['difference', ({ measure }) => measure.difference?.value ?? null],
  ['diff_low', ({ measure }) => measure.difference?.low ?? null],
  ['diff_high', ({ measure }) => measure.difference?.high ?? null],
  ['p', ({ measure }) => measure.difference?.pValue ?? null],
  ['p_adjusted', ({ measure }) => measure.difference?.pAdjusted ?? null],
  ['significant', ({ measure }) => measure.difference?.significant ?? null],
  ['best', ({ measure }) => measure.best],
  ['diff_method', ({ measure }) => measure.difference?.method ?? null],
  ['exploratory', ({ measure }) => measure.exploratory],
];

/**
 * Comparisons as CSV (RFC 4180): a header, then a row for each value of a sweep, policy and metric. A field is empty
 * where there is nothing: no interval, no baseline to differ from. Nothing is rounded. Lines end with LF, as text on
 * Unix does, where the RFC has CRLF. Ends without a line break.
 */
export function renderComparisonsCsv(comparisons: readonly Comparison[]): string {
  const rows = comparisons.flatMap((comparison) =>
    comparison.policies.flatMap((policy) =>
      policy.measures.map((measure): Row => ({ comparison, policy, measure })),
    ),
  );
  return [
    COLUMNS.map(([name]) => name).join(','),
    ...rows.map((row) => COLUMNS.map(([, field]) => quoted(field(row))).join(',')),
  ].join('\n');
}

function quoted(field: Field): string {
  const text = field === null ? '' : String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
