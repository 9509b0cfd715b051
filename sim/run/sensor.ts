import type { Reading } from '../../protocol/index.ts';
import { epochMsFromUs } from '../kernel/index.ts';
import type { OwnerStreams } from '../random/index.ts';

const DAY_US = 86_400_000_000;

/**
 * The readings of the device that has these streams: a slow daily swing and some noise, the same for the same seed,
 * device and count. The swing is made of straight lines: sines differ in their last bits between machines.
 */
export function readingAt(streams: OwnerStreams, count: number, atUs: number): Reading {
  const dayShare = (atUs % DAY_US) / DAY_US;
  const noise = streams.draw('sensor/temperature', count);
  const humidity = streams.draw('sensor/humidity', count);
  return {
    timestamp: timestampOf(epochMsFromUs(atUs)),
    values: {
      temperature_c: round(12 + 12 * (1 - Math.abs(2 * dayShare - 1)) + 2 * (noise - 0.5)),
      humidity_pct: round(45 + 10 * humidity),
    },
  };
}

const MS_PER_SECOND = 1000;

let secondAt = -1;
let second = '';

/** What `toISOString` gives, with the text of the second kept: a fleet takes many readings in each. */
export function timestampOf(epochMs: number): string {
  const ms = epochMs % MS_PER_SECOND;
  const at = epochMs - ms;
  if (at !== secondAt) {
    secondAt = at;
    second = new Date(at).toISOString().slice(0, -'000Z'.length);
  }
  const digits = ms < 10 ? `00${ms}Z` : ms < 100 ? `0${ms}Z` : `${ms}Z`;
  return second + digits;
}

/** Two decimals, as a sensor of that kind gives. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
