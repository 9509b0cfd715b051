import type { Birth } from './wire/births.ts';
import type { DevicePage } from './wire/wire-book.ts';

/** The number of a reading that a device calls so; not a number where it has none. */
export function numberFor(name: number | string, page: DevicePage | undefined): number {
  return typeof name === 'number' ? name : (page?.numberOf(name) ?? NaN);
}

/** The number that a device says it gave to a reading, null where it does not say. */
export function numberGiven(
  given: number | string | void,
  page: DevicePage | undefined,
  birth: Birth | undefined,
): number | null {
  if (given === undefined || given === null) return null;
  const number = numberFor(given, page);
  if (birth !== undefined) page?.numbered(birth, number);
  return number;
}
