import type { RunSeries } from '../trace/run-series.ts';
import { markup, NOTHING } from './markup.ts';
import type { Markup } from './markup.ts';
import type { TimeAxis } from './plots/axis.ts';
import { drawTimePlot } from './plots/draw-time-plot.ts';
import { overTimePlots } from './plots/over-time.ts';
import { windowList } from './plots/window-list.ts';
import { section } from './section.ts';

/** The plots of a run over virtual time, all on one axis. */
export function overTimeSection(id: string, series: RunSeries, axis: TimeAxis): Markup {
  return section(
    `${id}-time`,
    'Over virtual time',
    windowList(axis),
    markup`<div class="plots">${overTimePlots(id, series, axis).map((plot) => drawTimePlot(plot, axis))}</div>`,
    series.outbox.length === 0
      ? markup`<p class="note">The devices do not say what waits in their outboxes.</p>`
      : NOTHING,
    series.delivered.length === 0 ? markup`<p class="note">No reading was acknowledged.</p>` : NOTHING,
  );
}
