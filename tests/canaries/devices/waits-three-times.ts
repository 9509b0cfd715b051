import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** The wait of the library comes on top of that of the wrapper around it, twice; and no log says so. */
class WaitsThreeTimes extends PlainDevice {
  protected override delayMs(number: number, retry: number, heard: Heard): number {
    return 3 * super.delayMs(number, retry, heard);
  }
}

export const waitsThreeTimes: DeviceFactory = (env) => new WaitsThreeTimes(env).boot();
