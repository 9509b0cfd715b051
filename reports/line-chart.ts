import { plot } from 'simple-ascii-chart';
import { count, decimal } from './format.ts';
import type { Lines } from './layout.ts';
import { widthOf } from './text-width.ts';

export interface Tick {
  /** In the unit of the points. */
  readonly at: number;
  readonly label: string;
}

export interface LineChart {
  /** Not empty, ascending in x, none below 0 in y. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** From `niceMax`, the same for all charts that are to be compared. */
  readonly yMax: number;
  readonly xTicks: readonly Tick[];
  /** Of the whole chart with its axis. At least 16. */
  readonly columns: number;
  /** Rows between the axes; odd, so that one is in the middle. */
  readonly rows: number;
}

/** The arrow at the end of an axis, the axis itself and the margin that the library leaves. */
const AROUND_THE_PLOT = 4;

/** The least of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten that is not below the value; 1 for 0. */
export function niceMax(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= value) ?? 10;
  return factor * power;
}

function yLabel(value: number): string {
  return Number.isInteger(value) ? count(value) : decimal(value, 4);
}

/** One line over time, without colours. Charts with the same `yMax` and `columns` have their axes in the same place. */
export function lineChart({ points, yMax, xTicks, columns, rows }: LineChart): Lines {
  const yTicks = [0, yMax / 2, yMax];
  const labels = new Map(xTicks.map(({ at, label }) => [at, label]));
  // The label of the first tick ends two columns right of the gutter.
  const firstLabel = widthOf(labels.get(points[0]?.[0] ?? 0) ?? '');
  const gutter = Math.max(firstLabel - 2, ...yTicks.map((tick) => widthOf(yLabel(tick))));
  const drawn = plot(
    points.map(([x, y]): [number, number] => [x, y]),
    {
      width: Math.max(8, columns - gutter - AROUND_THE_PLOT),
      height: rows,
      yRange: [0, yMax],
      customXAxisTicks: xTicks.map(({ at }) => at),
      customYAxisTicks: yTicks,
      // The library measures the labels of all points: equal widths keep the axis where it is.
      formatter: (value, { axis }) =>
        axis === 'x' ? (labels.get(value) ?? '') : yLabel(value).slice(0, gutter).padStart(gutter),
    },
  );
  return drawn
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}
