import { partAt, partsOf } from '../scenario/groups.ts';
import type { Scenario } from '../scenario/index.ts';
import { deviceId } from './device-id.ts';

/** How many numbers there are in so many bits: the first that does not fit. */
const ENDS = [2 ** 8, 2 ** 15, 2 ** 16, 2 ** 31, 2 ** 32, 2 ** 53];

/** So many numbers still fit. */
const BEFORE = 100;

/** Where the numbers of a device begin: before one of the ends after another, over the places of the fleet, and at `least`. */
export function firstNumberOf(index: number, least: number): number {
  return Math.max(least, (ENDS[index % ENDS.length] ?? BEFORE) - BEFORE);
}

/** Where the numbers of each device begin, in a scenario. */
export function firstNumbers(scenario: Scenario): (device: string) => number {
  const { numbers, ids, devices } = scenario.fleet;
  const parts = partsOf(scenario);
  const partOf = partAt(scenario);
  const places = new Map(Array.from({ length: devices }, (_, at) => [deviceId(ids, at), at]));
  return (device) => {
    const index = places.get(device) ?? -1;
    const least = (parts[partOf(index)]?.scenario ?? scenario).device.firstSequence;
    return numbers === 'first' ? least : firstNumberOf(index, least);
  };
}
