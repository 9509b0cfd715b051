import type { Reading } from '../../protocol/index.ts';
import type { OwnerStreams } from '../random/index.ts';
import type { FleetSettings } from '../scenario/index.ts';
import { hostileReadingAt } from './hostile-sensor.ts';
import { raggedReadingAt } from './ragged-sensor.ts';
import { readingAt } from './sensor.ts';

/** What the device that has these streams measures, by count from 0 and virtual time in µs. */
export function sensorOf(
  kind: FleetSettings['sensor'],
  streams: OwnerStreams,
): (count: number, atUs: number) => Reading {
  switch (kind) {
    case 'daily':
      return (count, atUs) => readingAt(streams, count, atUs);
    case 'hostile':
      return hostileReadingAt;
    case 'ragged':
      return raggedReadingAt;
    default:
      return kind satisfies never;
  }
}
