import type { Comparison } from '../../../sim/explore/comparison.ts';
import { percent, time } from '../../format.ts';
import { markup, NOTHING } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { evenRules, HEIGHT, round, TALL, WIDTH, yOf } from './axis.ts';
import { framed } from './frame.ts';
import { lookOf, seriesLegend } from './series-marks.ts';
import type { AxisTick } from './words.ts';

/** In milliseconds, by its powers of ten. */
interface LogAxis {
  readonly from: number;
  readonly to: number;
}

/**
 * How long readings take under each policy, as a distribution: what share of all of them is acknowledged within a time. The
 * time is by powers of ten; where a curve ends, the rest was never acknowledged. `id` is unique in the page.
 */
export function latencyCurves(id: string, { policies, sweep }: Comparison): Markup {
  const all = policies.flatMap(({ acknowledgedWithin }) => acknowledgedWithin);
  if (all.length === 0) return markup`<p class="note">No reading was acknowledged under any policy.</p>`;
  const axis = axisFor(all.map(({ withinMs }) => withinMs));
  const shapes = policies.map(({ acknowledgedWithin }, index) => {
    const steps = acknowledgedWithin.map(({ withinMs, share }) => `H${xOf(withinMs, axis)}V${yOf(share, 1)}`);
    return markup`<path class="${lookOf(index)}" d="M0 ${HEIGHT}${steps.join('')}H${WIDTH}"/>`;
  });
  const of = sweep === null ? '' : `, ${sweep.setting} = ${sweep.value}`;
  const ends = policies.map(
    ({ policy, acknowledgedWithin }) => `${policy} ${percent(acknowledgedWithin.at(-1)?.share ?? 0)}`,
  );
  return framed(
    {
      id,
      title: `Share of readings acknowledged within a time${of}`,
      says: `By a logarithmic axis of time from ${time(axis.from)} to ${time(axis.to)}. In the end acknowledged: ${ends.join(', ')}.`,
      rules: evenRules(1, (share) => percent(share)),
      legend: seriesLegend(policies.map(({ policy }) => policy)),
      shapes: markup`${shapes}`,
      table: sharesTable(policies, axis),
      height: TALL,
    },
    {
      ticks: ticksOf(axis),
      under: markup`${decadesOf(axis).map((ms) => markup`<line class="grid" x1="${xOf(ms, axis)}" x2="${xOf(ms, axis)}" y1="0" y2="${HEIGHT}"/>`)}`,
      over: NOTHING,
      letters: [],
      isOverTime: false,
    },
  );
}

/** From one power of ten to another, around all that is shown. */
function axisFor(values: readonly number[]): LogAxis {
  const from = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const to = 10 ** Math.ceil(Math.log10(Math.max(...values)));
  return { from, to: Math.max(to, from * 10) };
}

function xOf(ms: number, { from, to }: LogAxis): number {
  return round((Math.log10(ms / from) / Math.log10(to / from)) * WIDTH);
}

function decadesOf({ from, to }: LogAxis): readonly number[] {
  const decades = Math.round(Math.log10(to / from));
  return Array.from({ length: decades + 1 }, (_, power) => from * 10 ** power);
}

function ticksOf(axis: LogAxis): readonly AxisTick[] {
  const decades = decadesOf(axis);
  return decades.map((ms, index) => ({
    x: xOf(ms, axis),
    says: time(ms),
    anchor: index === 0 ? 'start' : index === decades.length - 1 ? 'end' : 'middle',
  }));
}

/** At 1, 2 and 5 of each power of ten. */
function sharesTable(policies: Comparison['policies'], axis: LogAxis): Markup {
  const times = decadesOf(axis).flatMap((ms) => [1, 2, 5].map((factor) => ms * factor));
  const rows = times
    .filter((ms) => ms <= axis.to)
    .map((ms) => {
      const cells = policies.map(({ acknowledgedWithin }) => {
        const share = acknowledgedWithin.findLast(({ withinMs }) => withinMs <= ms)?.share ?? 0;
        return markup`<td>${percent(share)}</td>`;
      });
      return markup`<tr><th scope="row">${time(ms)}</th>${cells}</tr>`;
    });
  return markup`<table><thead><tr><th scope="col">within</th>${policies.map(({ policy }) => markup`<th scope="col">${policy}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
}
