import type { FleetSettings } from '../scenario/index.ts';

/** As long as a name may be. */
const LONG = 64;

/**
 * Lawful all of them, and each the same as another to somebody who compares them otherwise than letter by letter: as numbers,
 * without case, with one kind of dash, by the first 32 or 63 letters, or by a hash of 32 bits; or is a name that every object has.
 */
const HOSTILE_IDS = [
  '1',
  '01',
  '1.0',
  '1e0',
  'pump-a',
  'PUMP-A',
  'pump_a',
  'pump.a',
  'pump--a',
  '-pump-a-',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  `${'x'.repeat(LONG - 1)}1`,
  `${'x'.repeat(LONG - 1)}2`,
  // The same by CRC-32, by the hash that Java has of strings, by that of Bernstein, and by FNV-1a; also with the same text behind each.
  'plumless',
  'buckeroo',
  'valve-Aa',
  'valve-BB',
  'valve-Ab',
  'valve-BA',
  'costarring',
  'liquid',
] as const;

/** `device-001` or `d-1` for the first. A name does not depend on how many there are. */
export function deviceId(ids: FleetSettings['ids'], index: number): string {
  const number = String(index + 1);
  switch (ids) {
    case 'padded':
      return `device-${number.padStart(3, '0')}`;
    case 'plain':
      return `d-${number}`;
    case 'hostile':
      return HOSTILE_IDS[index] ?? `d-${number}`;
    default:
      return ids satisfies never;
  }
}
