import { unpackSeries } from '../../trace/packed-series.ts';
import { overTimePlots } from '../plots/over-time.ts';
import type { PolicyLoads, RunData } from '../page-data.ts';
import { loadAxis, loadPlotOf } from '../plots/policy-load.ts';
import { ZoomedPlots } from './zoomed-plots.ts';

/** The plots of a run over time can be looked at from near. */
export function offerZoomOf({ id, series, axis }: RunData): void {
  const group = document.querySelector(`section[aria-labelledby="${id}-time"] .plots`);
  if (!(group instanceof HTMLElement)) return;
  const unpacked = unpackSeries(series);
  new ZoomedPlots(group, axis, (shown) => overTimePlots(id, unpacked, shown)).offer();
}

/** And so can the load of all policies. */
export function offerZoomOfLoads(loads: PolicyLoads): void {
  const group = document.querySelector('section[aria-labelledby="load"] .plots');
  if (!(group instanceof HTMLElement)) return;
  new ZoomedPlots(group, loadAxis(loads), (shown) => loadPlotOf(loads, shown)).offer();
}
