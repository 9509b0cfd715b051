import { packEvents } from '../trace/packed-events.ts';
import { packSeries } from '../trace/packed-series.ts';
import type { RunFound } from '../trace/run-found.ts';
import type { Witnessed } from '../trace/witness.ts';
import type { RunData } from './page-data.ts';
import type { TimeAxis } from './plots/axis.ts';
import { timeAxisOf } from './plots/time-axis.ts';

/** What the plots and the timeline of a run work with; nothing where nobody looked on. `id`: of its article. */
export function runData(id: string, { result, witnessed }: RunFound): readonly RunData[] {
  if (witnessed === null) return [];
  return [{ ...timelineData(id, witnessed, timeAxisOf(result)), seed: result.seed }];
}

/** The same as far as the trace alone tells it. */
export function timelineData(id: string, { trace, draws, series }: Witnessed, axis: TimeAxis): RunData {
  return {
    id,
    seed: '',
    devices: trace.devices,
    events: packEvents(trace.events),
    draws,
    series: packSeries(series),
    axis,
  };
}
