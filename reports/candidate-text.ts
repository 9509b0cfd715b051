import { printDuration } from '../settings/duration.ts';
import type { Candidate } from '../sim/shrink/index.ts';
import { count, plural } from './format.ts';

/** How large a run is that fails: `device-002 alone, 30s, 3 readings, 1 draw, 1 window`; 0 readings: nobody knows. */
export function candidateText({ scenario, draws, devices }: Candidate, readings: number): string {
  const { timeline, fleet, durationMs } = scenario;
  const there =
    devices !== null && devices.length <= 2
      ? `${devices.join(' and ')} alone`
      : plural(devices?.length ?? fleet.devices, 'device');
  return [
    there,
    printDuration(durationMs),
    ...(readings === 0 ? [] : [readingsText(readings, fleet.burst)]),
    plural(draws.length, 'draw'),
    plural(timeline.length, 'window'),
  ].join(', ');
}

/** That they come together is part of what is small about it, where one device brings what many did. */
function readingsText(readings: number, burst: number): string {
  const text = plural(readings, 'reading');
  if (burst === 1) return text;
  return readings <= burst ? `${text} at one instant` : `${text}, ${count(burst)} at one instant each`;
}
