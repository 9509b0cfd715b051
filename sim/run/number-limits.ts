import { partAt, partsOf } from '../scenario/groups.ts';
import type { Scenario } from '../scenario/index.ts';
import { deviceId } from './device-id.ts';

/** How many numbers there are in so many bits: the first that does not fit. */
const ENDS = [2 ** 8, 2 ** 15, 2 ** 16, 2 ** 31, 2 ** 32, 2 ** 53];

/** So many numbers still fit. */
const BEFORE = 100;

/** Where the numbers of a device begin: one of the ends after another, over the places of the fleet. */
export function firstNumberOf(index: number): number {
  return (ENDS[index % ENDS.length] ?? BEFORE) - BEFORE;
}

/** Where the numbers of each device begin, in a scenario. */
export function firstNumbers(scenario: Scenario): (device: string) => number {
  const { numbers, ids, devices } = scenario.fleet;
  const parts = partsOf(scenario);
  const partOf = partAt(scenario);
  const places = new Map(Array.from({ length: devices }, (_, at) => [deviceId(ids, at), at]));
  return (device) => {
    const index = places.get(device) ?? -1;
    if (numbers !== 'first') return firstNumberOf(index);
    return (parts[partOf(index)]?.scenario ?? scenario).device.firstSequence;
  };
}
