import { printDuration } from '../settings/duration.ts';
import type { Comparison, Estimate } from '../sim/explore/comparison.ts';
import type { LOAD_BIN_MS } from '../sim/metrics/meters/load.ts';
import { METRICS } from '../sim/metrics/metrics.ts';
import type { ComparedMetricName } from '../sim/metrics/metrics.ts';
import { time } from './format.ts';
import { heading } from './layout.ts';
import type { Lines } from './layout.ts';
import { lineChart, niceMax } from './line-chart.ts';
import type { Tick } from './line-chart.ts';
import type { Page } from './page.ts';
import type { PolicyLabel } from './policy-labels.ts';
import { fit, padTo, plain, widthOf } from './text-width.ts';

/** The harness says how wide its bins are; the type keeps this number the same. */
const BIN_MS: typeof LOAD_BIN_MS = 1000;

/** Rows of a chart between its axes: enough to tell a peak from a plateau. */
const CHART_ROWS = 7;
const CHART_COLUMNS_MIN = 36;
const GAP = 3;

/** Spans between two ticks of an axis of time that a reader can add up. */
const TICK_SPANS_MS = [
  1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
].map((seconds) => seconds * 1000);

/** Columns of an axis for one tick with its label. */
const TICK_COLUMNS = 9;

interface TitledChart {
  readonly title: string;
  readonly lines: Lines;
}

/**
 * Requests per second that all devices sent, over virtual time: a small chart for each policy, all with the same axes.
 * Each column shows the highest of its seconds, so that no peak is lost.
 */
export function loadSection({ policies }: Comparison, labels: readonly PolicyLabel[], page: Page): Lines {
  const bins = Math.max(0, ...policies.map(({ loadPerSecond }) => loadPerSecond.length));
  if (bins === 0) return [];
  const columns = chartColumns(policies.length, page);
  const plotColumns = Math.max(8, columns - 8);
  const binsPerPoint = roundedSpan(bins / plotColumns);
  const points = policies.map(({ loadPerSecond }) => maximaOf(loadPerSecond, bins, binsPerPoint));
  const yMax = niceMax(Math.max(...points.flat()));
  const xTicks = timeTicks(Math.ceil(bins / binsPerPoint), binsPerPoint * BIN_MS, plotColumns);
  const charts = points.map((values, index) => ({
    title: labels[index]?.label ?? '',
    lines: lineChart({
      points: values.map((value, at) => [at, value]),
      yMax,
      xTicks,
      columns,
      rows: CHART_ROWS,
    }),
  }));
  const per =
    binsPerPoint === 1 ? '' : `, the highest second of each ${printDuration(binsPerPoint * BIN_MS)}`;
  return [
    heading('Offered load over time', page),
    page.paint('dim', fit(`  requests/s of all devices, mean over seeds${per}`, page.columns)),
    ...grid(charts, columns, page),
  ];
}

/** Bins that a column stands for: not fewer, and a number that a reader can add up. */
function roundedSpan(binsPerColumn: number): number {
  const round = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30].find((candidate) => candidate >= binsPerColumn);
  return round ?? Math.ceil(binsPerColumn / 60) * 60;
}

/** The highest of each so many bins; bins that a policy has no requests in are 0. */
function maximaOf(values: readonly number[], bins: number, binsPerPoint: number): readonly number[] {
  return Array.from({ length: Math.ceil(bins / binsPerPoint) }, (_, point) =>
    Math.max(0, ...values.slice(point * binsPerPoint, (point + 1) * binsPerPoint)),
  );
}

function timeTicks(points: number, pointMs: number, plotColumns: number): readonly Tick[] {
  const ticksMax = Math.max(1, Math.floor(plotColumns / TICK_COLUMNS));
  const endMs = (points - 1) * pointMs;
  const spanMs = TICK_SPANS_MS.find((span) => endMs / span <= ticksMax) ?? 86_400_000;
  return Array.from({ length: Math.floor(endMs / spanMs) + 1 }, (_, tick) => ({
    at: (tick * spanMs) / pointMs,
    label: tickLabel(tick * spanMs),
  }));
}

/** `0`, `30s`, `1m`, `1m30s`. */
function tickLabel(ms: number): string {
  if (ms === 0) return '0';
  return ms < 60_000 || ms % 60_000 === 0 ? printDuration(ms) : time(ms);
}

/**
 * What key metrics make of the setting that was swept: for each policy a row of charts, one for each metric, with the
 * same scale for all policies. The values stand at equal distances, in their order; where the first or the last of them
 * gave nothing to observe, the axis begins later or ends sooner.
 */
export function curvesSection(
  comparisons: readonly Comparison[],
  metrics: readonly ComparedMetricName[],
  labels: readonly PolicyLabel[],
  page: Page,
): Lines {
  const [first] = comparisons;
  if (first === undefined || comparisons.length < 2) return [];
  const columns = chartColumns(Infinity, page);
  const xTicks = comparisons.map(({ sweep }, at) => ({ at, label: fit(plain(sweep?.value ?? ''), 8) }));
  const perMetric = metrics.flatMap((metric) => {
    const scale = METRICS[metric].unit === 'duration' ? 1 / 1000 : 1;
    const curves = first.policies.map((_, index) => curveOf(comparisons, index, metric, scale));
    const values = curves.flatMap((curve) => curve.map(([, value]) => value));
    return values.length === 0 ? [] : [{ metric, curves, yMax: niceMax(Math.max(...values)) }];
  });
  const charts = first.policies.flatMap((_, index) =>
    perMetric.map(({ metric, curves, yMax }) => {
      const points = curves[index] ?? [];
      const unit = METRICS[metric].unit === 'duration' ? ', s' : '';
      return {
        title: `${labels[index]?.label ?? ''}: ${METRICS[metric].compared.label}${unit}`,
        lines:
          points.length === 0
            ? ['  not observable']
            : lineChart({ points, yMax, xTicks, columns, rows: CHART_ROWS }),
      };
    }),
  );
  if (charts.length === 0) return [];
  const what = plain(first.sweep?.setting ?? 'the setting');
  return [
    heading(`Curves over ${what}`, page),
    page.paint('dim', fit(`  mean over seeds; the values of ${what} stand at equal distances`, page.columns)),
    ...grid(charts, columns, page),
  ];
}

function curveOf(
  comparisons: readonly Comparison[],
  policy: number,
  metric: ComparedMetricName,
  scale: number,
): readonly (readonly [number, number])[] {
  return comparisons.flatMap(({ policies }, at) => {
    const estimate: Estimate | undefined = policies[policy]?.measures.find(
      (measure) => measure.metric === metric,
    )?.estimate;
    const value = estimate?.value ?? null;
    return value === null ? [] : [[at, value * scale] as const];
  });
}

/** One chart on the whole width up to three policies, else as many beside each other as fit. */
function chartColumns(charts: number, page: Page): number {
  if (charts <= 3) return page.columns;
  const perRow = Math.max(1, Math.floor((page.columns + GAP) / (CHART_COLUMNS_MIN + GAP)));
  return Math.floor((page.columns - GAP * (perRow - 1)) / perRow);
}

/** Charts beside each other, row by row, each under its title. */
function grid(charts: readonly TitledChart[], columns: number, page: Page): Lines {
  const perRow = Math.max(1, Math.floor((page.columns + GAP) / (columns + GAP)));
  const lines: string[] = [];
  for (let first = 0; first < charts.length; first += perRow) {
    const row = charts.slice(first, first + perRow);
    const height = Math.max(...row.map((chart) => chart.lines.length));
    lines.push(
      '',
      joined(row, columns, ({ title }) => page.paint('strong', fit(`  ${title}`, columns))),
    );
    for (let line = 0; line < height; line += 1) {
      lines.push(joined(row, columns, (chart) => chart.lines[line] ?? ''));
    }
  }
  return lines;
}

function joined(
  row: readonly TitledChart[],
  columns: number,
  textOf: (chart: TitledChart) => string,
): string {
  return row
    .map((chart) => {
      const text = textOf(chart);
      return widthOf(text) > columns ? fit(text, columns) : padTo(text, columns);
    })
    .join(' '.repeat(GAP))
    .trimEnd();
}
