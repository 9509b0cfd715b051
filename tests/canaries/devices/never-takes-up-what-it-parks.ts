import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** The list of what is parked is written, and nobody reads it. */
class NeverTakesUpWhatItParks extends PlainDevice {
  protected override exhausted(number: number): void {
    this.say('telemetry_parked', number);
  }
}

export const neverTakesUpWhatItParks: DeviceFactory = (env) => new NeverTakesUpWhatItParks(env).boot();
