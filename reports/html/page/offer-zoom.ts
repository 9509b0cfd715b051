import { unpackSeries } from '../../trace/packed-series.ts';
import type { PolicyLoads, RunData } from '../page-data.ts';
import { overTimePlots } from '../plots/over-time.ts';
import { loadAxis, loadPlotOf } from '../plots/policy-load.ts';
import { ZoomedPlots } from './zoomed-plots.ts';
import type { ZoomedGroup } from './zoomed-plots.ts';

/** The plots of a run over time can be looked at from near. Call what it returns when they are gone from the page. */
export function offerZoomOf({ id, series, axis }: RunData): () => void {
  const unpacked = unpackSeries(series);
  return offer(`${id}-time`, 'Plots over virtual time', axis, (shown) => overTimePlots(id, unpacked, shown));
}

/** And so can the load of all policies. */
export function offerZoomOfLoads(loads: PolicyLoads): void {
  offer('load', 'The load of all policies', loadAxis(loads), (shown) => [loadPlotOf(loads, shown)]);
}

function offer(
  section: string,
  name: string,
  whole: ZoomedGroup['whole'],
  plotsOf: ZoomedGroup['plotsOf'],
): () => void {
  const group = document.querySelector(`section[aria-labelledby="${section}"] .plots`);
  if (!(group instanceof HTMLElement)) return () => undefined;
  const plots = new ZoomedPlots({ id: section, group, name, whole, plotsOf });
  plots.offer();
  return () => plots.remove();
}
