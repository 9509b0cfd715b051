import type { Reading, Values } from '../../protocol/index.ts';
import { epochMsFromUs } from '../kernel/index.ts';
import { timestampOf } from './sensor.ts';

/** One after another: lawful all of them, and each the end of somebody's assumption. */
const VALUES: readonly Values[] = [
  // Falsy.
  { temperature_c: 0, humidity_pct: 0 },
  { temperature_c: -17.25, humidity_pct: 100 },
  // The least that is not zero, and one that is written with an exponent.
  { temperature_c: 5e-324, humidity_pct: -1e-7 },
  // The most, which 4 bytes take for infinite, and an exponent of two digits.
  { temperature_c: 1.797_693_134_862_315_7e308, humidity_pct: 1e21 },
  // Whole, one of them beyond 32 bits.
  { temperature_c: 42, humidity_pct: 9_007_199_254_740_991 },
  // All of its 17 digits count.
  { temperature_c: 0.1 + 0.2, humidity_pct: 16_777_217 },
  // What was measured before, at another time.
  { temperature_c: 42, humidity_pct: 9_007_199_254_740_991 },
  // The same once more in the same millisecond.
  { temperature_c: 42, humidity_pct: 9_007_199_254_740_991 },
];

/** Its place. */
const TWIN = VALUES.length - 1;

/** Whether reading `count` comes in the same millisecond as the one before it. */
export function isTwin(count: number): boolean {
  return count % VALUES.length === TWIN;
}

export function hostileReadingAt(count: number, atUs: number): Reading {
  const values = VALUES[count % VALUES.length] ?? {};
  return { timestamp: timestampOf(epochMsFromUs(atUs)), values: { ...values } };
}
