import type { Reading } from '../../protocol/index.ts';
import { epochMsFromUs } from '../kernel/index.ts';
import { timestampOf } from './sensor.ts';

/** As many values as a message may have, and as many letters as their names. */
const MOST = 32;

/** Two names that differ in their last letter alone. */
const LONG = 'v'.repeat(MOST - 1);

/** Names of as many letters as they may have. */
const AS_MANY = Array.from({ length: MOST }, (_, index) => `cell_voltage_mv_of_battery_no_${index + 10}`);

/** What is measured, one after another: what comes and goes, one thing alone, as much as a message may have. */
const NAMES: readonly (readonly string[])[] = [
  ['temperature_c', 'humidity_pct'],
  ['temperature_c'],
  ['temperature_c', 'pressure_hpa', 'co2_ppm'],
  // The names of the fields around them: whoever lays both into one row has one of each.
  ['device_id', 'sequence_id', 'timestamp', 'values', 'status'],
  [`${LONG}1`, `${LONG}2`, 't', 't_', 't_1'],
  AS_MANY,
];

/** As many digits as a number may take, and a sign before both of its parts. */
const WORDY = -1 / 3e300;

export function raggedReadingAt(count: number, atUs: number): Reading {
  const names = NAMES[count % NAMES.length] ?? [];
  const scale = names === AS_MANY ? WORDY : 1;
  const values = Object.fromEntries(names.map((name, index) => [name, scale * (count + index / 10)]));
  return { timestamp: timestampOf(epochMsFromUs(atUs)), values };
}
