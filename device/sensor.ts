import type { Reading } from '../protocol/index.ts';
import type { Random } from '../ports/index.ts';

/** Something that measures when asked. `nowMs`: milliseconds since the epoch, by the device's clock. */
export type Sensor = (nowMs: number) => Reading;

const DAY_MS = 86_400_000;

const rounded = (value: number): number => Math.round(value * 100) / 100;

/**
 * A room that is warmest in the afternoon (15:00 UTC) and driest when it is warmest, with a little noise: 18 to
 * 24 °C, 42 to 58 % relative humidity. The same instant always measures the same.
 */
export function createSyntheticSensor(random: Random): Sensor {
  return (nowMs) => {
    const instant = Math.floor(nowMs);
    const warmth = Math.cos((2 * Math.PI * (instant - 0.625 * DAY_MS)) / DAY_MS);
    const noise = (purpose: string): number => 2 * random.draw(purpose, instant) - 1;
    return {
      timestamp: new Date(instant).toISOString(),
      values: {
        temperature_c: rounded(21 + 2.7 * warmth + 0.3 * noise('sensor-temperature')),
        humidity_percent: rounded(50 - 7 * warmth + noise('sensor-humidity')),
      },
    };
  };
}
