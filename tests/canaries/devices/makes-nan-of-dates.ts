import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** Retry-After is a number of seconds, everybody knows: of a date it makes NaN, and a timer of NaN fires at once. */
class MakesNanOfDates extends PlainDevice {
  protected override retryAfterMs(header: string | null): number | null {
    return header === null ? null : Number(header) * 1000;
  }
}

export const makesNanOfDates: DeviceFactory = (env) => new MakesNanOfDates(env).boot();
