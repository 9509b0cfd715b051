import type { RunSeries } from '../trace/run-series.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import type { TimeAxis } from './plots/frame.ts';
import { endingsPlot, latencyPlot, loadPlot, outboxPlot } from './plots/over-time.ts';
import { windowList } from './plots/time-axis.ts';
import { section } from './section.ts';

/** The plots of a run over virtual time, all on one axis. */
export function overTimeSection(id: string, series: RunSeries, axis: TimeAxis): Markup {
  return section(
    `${id}-time`,
    'Over virtual time',
    windowList(axis),
    markup`<div class="plots">${loadPlot(`${id}-load`, series, axis)}${endingsPlot(`${id}-ends`, series, axis)}${series.outbox.length === 0 ? markup`<p class="note">The devices do not say what waits in their outboxes.</p>` : outboxPlot(`${id}-outbox`, series, axis)}${series.delivered.length === 0 ? markup`<p class="note">No reading was acknowledged.</p>` : latencyPlot(`${id}-latency`, series, axis)}</div>`,
  );
}
