import type uPlot from 'uplot';
import { middleAt, stacked } from '../plots/time-plot.ts';
import type { TimePlot, Trace } from '../plots/time-plot.ts';
import type { Looks } from './looks.ts';
import { pathsOf } from './near-paths.ts';

/** Which trace is drawn at which place, and where it stands in the legend of the figure; null: nowhere. */
interface Drawn {
  readonly slot: number;
  readonly trace: Trace;
  readonly keyAt: number | null;
}

/** What uPlot draws one after another: of a stack the highest first, upon which the lower come. */
function drawnOrder({ traces }: TimePlot): readonly Drawn[] {
  let keys = 0;
  const drawn = traces.map((trace, slot) => ({
    slot,
    trace,
    keyAt: trace.shape === 'told' ? null : keys++,
  }));
  return traces.some(({ shape }) => shape === 'stack') ? drawn.toReversed() : drawn;
}

/** The traces of a plot for uPlot, but for the first, which is time. `plotNow`: the plot as it is shown. */
export function seriesOf(plot: TimePlot, plotNow: () => TimePlot, looks: Looks): uPlot.Series[] {
  return drawnOrder(plot).map(({ slot, trace, keyAt }) => ({
    label: labelOf(trace, keyAt === null ? null : looks.key(keyAt)),
    value: (_chart, _drawn, _series, index) =>
      index === null ? '' : trace.tells(plotNow().traces[slot]?.values[index] ?? 0),
    paths: pathsOf(trace.shape, slot, plotNow),
    points: { show: false },
    ...(keyAt !== null && paintOf(trace, keyAt, looks)),
  }));
}

function paintOf({ shape }: Trace, keyAt: number, looks: Looks): Partial<uPlot.Series> {
  if (shape !== 'line') return { width: 0, fill: () => looks.look(keyAt).fill };
  const { width, dash } = looks.look(keyAt);
  return { width, dash, stroke: () => looks.look(keyAt).stroke };
}

function labelOf({ says }: Trace, key: Node | null): HTMLElement {
  const label = document.createElement('span');
  if (key !== null) label.append(key);
  label.append(says);
  return label;
}

/** The numbers of a plot in the order of its series, with the instants first. */
export function dataOf(plot: TimePlot): uPlot.AlignedData {
  const { at, widthUs, traces } = plot;
  const rows = stacked(traces);
  const isSteps = traces.some(({ shape }) => shape === 'area' || shape === 'stack');
  const isLine = traces.some(({ shape }) => shape === 'line');
  // The last step is as wide as the others: it lasts until an instant more.
  const end = isSteps ? [(at.at(-1) ?? 0) + (widthUs ?? 0)] : [];
  const instants = isLine ? at.map((instant) => middleAt(instant, widthUs)) : [...at, ...end];
  const drawn = drawnOrder(plot).map(({ slot }) => {
    const row = rows[slot] ?? [];
    return isSteps ? [...row, row.at(-1) ?? 0] : [...row];
  });
  return [instants, ...drawn];
}

/** The number that is about an instant, or of a line the one that is next to it; null: none is. */
export function indexAt({ at, widthUs }: TimePlot, instant: number): number | null {
  const next = at.findIndex((each) => each > instant);
  const before = (next === -1 ? at.length : next) - 1;
  if (widthUs !== null) return before >= 0 && instant < (at[before] ?? 0) + widthUs ? before : null;
  if (before < 0) return at.length === 0 ? null : 0;
  return next !== -1 && (at[next] ?? 0) - instant < instant - (at[before] ?? 0) ? next : before;
}
