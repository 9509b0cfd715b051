import uPlot from 'uplot';
import type { Shape, TimePlot } from '../plots/time-plot.ts';

type PathBuilder = uPlot.Series.PathBuilder;

/** Of a ledge, in pixels. */
const THICK = 2;

/** How uPlot draws each shape: by paths of its own, but for numbers that stand alone. `plotNow`: what is shown. */
export function pathsOf(shape: Shape, slot: number, plotNow: () => TimePlot): PathBuilder {
  switch (shape) {
    case 'area':
    case 'stack':
      return uPlot.paths.stepped?.({ align: 1 }) ?? nothing;
    case 'line':
      return uPlot.paths.linear?.() ?? nothing;
    case 'ledge':
    case 'between':
      return boxesOf(slot, plotNow);
    case 'told':
      return nothing;
  }
}

function nothing(): null {
  return null;
}

/** A box as wide as each number is about. `slot`: of its trace. */
function boxesOf(slot: number, plotNow: () => TimePlot): PathBuilder {
  return (chart) => {
    const { at, widthUs, traces } = plotNow();
    const trace = traces[slot];
    const fill = new Path2D();
    for (const [index, value] of (trace?.values ?? []).entries()) {
      const from = at[index] ?? 0;
      const left = chart.valToPos(from, 'x', true);
      const right = chart.valToPos(from + (widthUs ?? 0), 'x', true);
      const top = chart.valToPos(Math.max(1, value), 'y', true);
      const foot = trace?.from[index];
      const bottom = foot === undefined ? top : chart.valToPos(Math.max(1, foot), 'y', true);
      fill.rect(left, top, right - left, Math.max(bottom - top, THICK * uPlot.pxRatio));
    }
    return { fill };
  };
}
