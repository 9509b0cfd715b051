import { markup, NOTHING } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { HEIGHT, round, WIDTH, xOf } from './axis.ts';
import { numbersTable, plotOverTime } from './frame.ts';
import type { TimeAxis } from './axis.ts';
import { boxKey, lineKey } from './keys.ts';
import { heightOf, middleAt, stacked } from './time-plot.ts';
import type { Shape, TimePlot, Trace } from './time-plot.ts';

/** A plot as it stands in the page, with its legend and its numbers. */
export function drawTimePlot(plot: TimePlot, axis: TimeAxis): Markup {
  const { id, title, says, at, traces, scale, height } = plot;
  const rows = at.map((instant, index) => ({
    at: instant,
    cells: traces.map(({ values, tells }) => tells(values[index] ?? 0)),
  }));
  const drawn = traces.filter(({ shape }) => shape !== 'told');
  return plotOverTime(
    {
      id,
      title,
      says,
      rules: scale.rules,
      height,
      legend: markup`<ul class="legend">${drawn.map(legendEntry)}</ul>`,
      shapes: shapesOf(plot, axis),
      table: numbersTable(
        traces.map((trace) => trace.says),
        rows,
      ),
    },
    axis,
  );
}

function legendEntry({ shape, look, legend }: Trace): Markup {
  return markup`<li>${shape === 'line' ? lineKey(look) : boxKey(look)}${legend}</li>`;
}

function shapesOf(plot: TimePlot, axis: TimeAxis): Markup {
  const rows = stacked(plot.traces);
  const below: number[] = [];
  const shapes = plot.traces.map((trace, index) => {
    const row = rows[index] ?? [];
    const foot = trace.shape === 'stack' ? [...below] : trace.from;
    if (trace.shape === 'stack') below.splice(0, below.length, ...row);
    const d = PATHS[trace.shape]({ plot, axis, row, foot });
    return d === '' ? NOTHING : markup`<path class="${trace.look}" d="${d}"/>`;
  });
  return markup`${shapes}`;
}

interface Drawn {
  readonly plot: TimePlot;
  readonly axis: TimeAxis;
  readonly row: readonly number[];
  /** What the shape stands on, where that is not the foot of the plot. */
  readonly foot: readonly number[];
}

const PATHS: Readonly<Record<Shape, (drawn: Drawn) => string>> = {
  area: steps,
  stack: (drawn) => boxes(drawn, (index) => yOf(drawn.foot[index] ?? 0, drawn.plot)),
  between: (drawn) => boxes(drawn, (index) => yOf(drawn.foot[index] ?? 0, drawn.plot), 1),
  ledge: (drawn) => boxes(drawn, (index) => yOf(drawn.row[index] ?? 0, drawn.plot) + 2, 2),
  line: ({ plot, axis, row }) =>
    row
      .map((value, index) => {
        const x = xOf(middleAt(plot.at[index] ?? 0, plot.widthUs), axis);
        return `${index === 0 ? 'M' : 'L'}${x} ${yOf(value, plot)}`;
      })
      .join(''),
  told: () => '',
};

/** Along the tops of all numbers, and back along the foot. */
function steps({ plot, axis, row }: Drawn): string {
  const { at, widthUs } = plot;
  if (row.length === 0) return '';
  const tops = row.map((value, index) => {
    const from = at[index] ?? 0;
    return `H${xOf(from, axis)}V${yOf(value, plot)}H${xOf(from + (widthUs ?? 0), axis)}`;
  });
  return `M${xOf(at[0] ?? 0, axis)} ${HEIGHT}${tops.join('')}V${HEIGHT}Z`;
}

/** A box for each number, from `footAt` up, and no lower than `least`. What is next to the other hides no line between. */
function boxes({ plot, axis, row }: Drawn, footAt: (index: number) => number, least = 0): string {
  const { at, widthUs } = plot;
  return row
    .map((value, index) => {
      const foot = footAt(index);
      const top = Math.min(yOf(value, plot), round(foot - least));
      const from = at[index] ?? 0;
      const [left, right] = [xOf(from, axis), xOf(from + (widthUs ?? 0), axis)];
      if (top >= foot || right <= 0 || left >= WIDTH) return '';
      return `M${left} ${foot}V${top}H${right}V${foot}Z`;
    })
    .join('');
}

function yOf(value: number, { scale }: TimePlot): number {
  return round(HEIGHT * (1 - heightOf(value, scale)));
}
