import type { Comparison, PairedDifference, PolicyOfComparison } from '../../../sim/explore/comparison.ts';
import { METRICS } from '../../../sim/metrics/metrics.ts';
import type { ComparedMetricName } from '../../../sim/metrics/metrics.ts';
import { keyMetricsOf } from '../../comparison-tables.ts';
import { differenceText } from '../../estimate-text.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { round } from './axis.ts';

interface ForestRow {
  readonly policy: string;
  readonly difference: PairedDifference;
}

/** For each key metric what each policy does otherwise than the baseline on the same seeds, with its interval. */
export function forestPlots(comparison: Comparison): readonly Markup[] {
  const rivals = comparison.policies.filter(({ baseline }) => !baseline);
  if (rivals.length === 0) return [markup`<p class="note">There is only one policy.</p>`];
  const plots = keyMetricsOf(comparison).flatMap((metric) => {
    const rows = rivals.flatMap((policy) => rowOf(policy, metric));
    return rows.some(({ difference }) => difference.low !== null) ? [forest(metric, rows)] : [];
  });
  return plots.length === 0
    ? [markup`<p class="note">Too few seeds for intervals.</p>`]
    : [
        markup`<p class="note">Policy minus ${comparison.baseline}, paired by seed. A line is the 95 % interval; a full dot differs significantly after Holm’s correction, a ring does not.</p>`,
        markup`<div class="forests">${plots}</div>`,
      ];
}

function rowOf({ policy, measures }: PolicyOfComparison, metric: ComparedMetricName): readonly ForestRow[] {
  const difference = measures.find((measure) => measure.metric === metric)?.difference ?? null;
  return difference === null || difference.value === null ? [] : [{ policy, difference }];
}

function forest(metric: ComparedMetricName, rows: readonly ForestRow[]): Markup {
  const { compared, unit } = METRICS[metric];
  const ends = rows.flatMap(({ difference: { value, low, high } }) => [value ?? 0, low ?? 0, high ?? 0]);
  const far = Math.max(...ends.map(Math.abs)) * 1.08 || 1;
  /** Percent of the width, 0 in the middle. */
  const x = (value: number): string => `${round(50 + (value / far) * 50)}%`;
  const side =
    compared.better === null
      ? ''
      : compared.better === 'higher'
        ? 'better to the right'
        : 'better to the left';
  const lines = rows.map(({ policy, difference }) => {
    const { value, low, high, significant } = difference;
    const text = differenceText(difference, unit);
    const tone = toneOf(metric, difference);
    const bar =
      low === null || high === null
        ? []
        : [
            markup`<line class="interval" x1="${x(low)}" x2="${x(high)}" y1="13" y2="13"/><line class="interval" x1="${x(low)}" x2="${x(low)}" y1="9" y2="17"/><line class="interval" x1="${x(high)}" x2="${x(high)}" y1="9" y2="17"/>`,
          ];
    return markup`<li class="forest-row forest-${tone}"><span class="forest-name">${policy}</span><svg class="forest-line" width="100%" height="26" aria-hidden="true"><line class="zero" x1="50%" x2="50%" y1="0" y2="26"/>${bar}<circle class="${significant ? 'dot-full' : 'dot-ring'}" cx="${x(value ?? 0)}" cy="13" r="5"/></svg><span class="forest-value">${text.value}</span><span class="dim forest-interval">${text.interval} ${text.p}</span></li>`;
  });
  return markup`<figure class="forest"><figcaption><h4>${compared.label}${unit === 'ratio' ? ', points' : ''}</h4><span class="dim">${side}</span></figcaption><ul class="plain">${lines}</ul></figure>`;
}

function toneOf(
  metric: ComparedMetricName,
  { value, significant }: PairedDifference,
): 'better' | 'worse' | 'even' {
  const { better } = METRICS[metric].compared;
  if (!significant || better === null) return 'even';
  return (value ?? 0) > 0 === (better === 'higher') ? 'better' : 'worse';
}
