import { packEvents } from '../trace/packed-events.ts';
import type { RunFound } from '../trace/run-found.ts';
import type { Witnessed } from '../trace/witness.ts';
import type { RunData } from './page-data.ts';

/** What the timeline of a run works with; nothing where nobody looked on. `id`: of its article. */
export function runData(id: string, { result, witnessed }: RunFound): readonly RunData[] {
  if (witnessed === null) return [];
  const windows = result.scenario.timeline.map(({ atMs, forMs }) => ({
    from: atMs * 1000,
    to: (atMs + forMs) * 1000,
  }));
  return [{ ...timelineData(id, witnessed), seed: result.seed, endAt: result.simulatedMs * 1000, windows }];
}

/** The same as far as the trace alone tells it. */
export function timelineData(id: string, { trace, draws, series }: Witnessed): RunData {
  return {
    id,
    seed: '',
    endAt: series.endAt,
    devices: trace.devices,
    events: packEvents(trace.events),
    draws,
    windows: [],
  };
}
