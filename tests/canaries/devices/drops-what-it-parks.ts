import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** It says that it parks a reading, and deletes it. */
class DropsWhatItParks extends PlainDevice {
  protected override exhausted(number: number): void {
    this.forget(number);
    this.say('telemetry_parked', number);
  }
}

export const dropsWhatItParks: DeviceFactory = (env) => new DropsWhatItParks(env).boot();
