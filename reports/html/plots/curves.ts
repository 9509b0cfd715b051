import type { Comparison, Estimate } from '../../../sim/explore/comparison.ts';
import type { MetricUnit } from '../../../sim/metrics/metric.ts';
import { METRICS } from '../../../sim/metrics/metrics.ts';
import type { ComparedMetricName } from '../../../sim/metrics/metrics.ts';
import { keyMetricsOf } from '../../comparison-tables.ts';
import { decimal, metricValue } from '../../format.ts';
import { markup, NOTHING } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { HEIGHT, round, TALL, WIDTH } from './axis.ts';
import { framed } from './frame.ts';
import { roundSpan } from './round-span.ts';
import { lookOf, seriesLegend } from './series-marks.ts';

interface Point {
  readonly at: number;
  readonly estimate: Estimate;
}

/** What key metrics make of the setting that was swept: a curve for each policy, with its interval as a band. */
export function curvesOverSweep(comparisons: readonly Comparison[]): Markup {
  const [first] = comparisons;
  if (first === undefined) return NOTHING;
  const plots = keyMetricsOf(first).map((metric) => curvePlot(metric, comparisons, first));
  return markup`<p class="note">Mean over seeds, with bands of 95 %; the values stand at equal distances. An axis need not begin at 0.</p><div class="plots">${plots}</div>`;
}

function curvePlot(
  metric: ComparedMetricName,
  comparisons: readonly Comparison[],
  first: Comparison,
): Markup {
  const { compared, unit } = METRICS[metric];
  const curves = first.policies.map((_, policy) => pointsOf(comparisons, policy, metric));
  const { steps, low, high } = roundSpan(
    curves.flat().flatMap(({ estimate: { value, low: least, high: most } }) => [value, least, most]),
  );
  const share = (value: number): number => (value - low) / (high - low);
  const y = (value: number): number => round(HEIGHT * (1 - share(value)));
  const x = (at: number): number => round(((at + 0.5) / comparisons.length) * WIDTH);
  const shapes = curves.map((points, index) => {
    const line = points.map(
      ({ at, estimate }, place) => `${place === 0 ? 'M' : 'L'}${x(at)} ${y(estimate.value ?? 0)}`,
    );
    const banded = points.filter(({ estimate }) => estimate.low !== null && estimate.high !== null);
    const upper = banded.map(({ at, estimate }) => `${x(at)} ${y(estimate.high ?? 0)}`);
    const lower = banded
      .toReversed()
      .map(({ at, estimate }) => `${x(at)} ${y(Math.max(0, estimate.low ?? 0))}`);
    const band =
      banded.length < 2
        ? NOTHING
        : markup`<path class="band band-${index % 8}" d="M${[...upper, ...lower].join('L')}Z"/>`;
    return markup`${band}<path class="${lookOf(index)}" d="${line.join('')}"/>`;
  });
  const ticks = comparisons.map(({ sweep }, at) => ({
    x: x(at),
    says: sweep?.value ?? '',
    anchor: 'middle' as const,
  }));
  const rows = comparisons.map(
    ({ sweep }, at) =>
      markup`<tr><th scope="row">${sweep?.value ?? ''}</th>${curves.map((points) => markup`<td>${valueAt(points, at, unit)}</td>`)}</tr>`,
  );
  return framed(
    {
      id: `curve-${metric}`,
      title: compared.label,
      says: `${compared.label} of ${first.policies.length} policies at ${comparisons.length} values of ${first.sweep?.setting ?? 'the setting'}.`,
      rules: steps.map((value) => ({ share: share(value), says: axisValue(value, unit) })),
      legend: seriesLegend(first.policies.map(({ policy }) => policy)),
      shapes: markup`${shapes}`,
      table: markup`<table><thead><tr><th scope="col">${first.sweep?.setting ?? ''}</th>${first.policies.map(({ policy }) => markup`<th scope="col">${policy}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`,
      height: TALL,
    },
    { ticks, under: NOTHING, over: NOTHING, letters: [], isOverTime: false },
  );
}

/** What is near 100 % is no less than that beside a line. */
function axisValue(value: number, unit: MetricUnit): string {
  return unit === 'ratio'
    ? `${decimal(value * 100, 2)}%`
    : unit === 'count'
      ? decimal(value, 1)
      : metricValue(value, unit);
}

function pointsOf(
  comparisons: readonly Comparison[],
  policy: number,
  metric: ComparedMetricName,
): readonly Point[] {
  return comparisons.flatMap(({ policies }, at) => {
    const estimate = policies[policy]?.measures.find((measure) => measure.metric === metric)?.estimate;
    return estimate === undefined || estimate.value === null ? [] : [{ at, estimate }];
  });
}

function valueAt(points: readonly Point[], at: number, unit: MetricUnit): string {
  const value = points.find((point) => point.at === at)?.estimate.value ?? null;
  return value === null ? '–' : metricValue(value, unit);
}
