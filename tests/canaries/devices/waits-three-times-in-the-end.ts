import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** The cap of its delays is a unit too large, so that only long ones are longer; and no log says so. */
const FROM_RETRY = 3;

class WaitsThreeTimesInTheEnd extends PlainDevice {
  protected override delayMs(number: number, retry: number, heard: Heard): number {
    return (retry < FROM_RETRY ? 1 : 3) * super.delayMs(number, retry, heard);
  }
}

export const waitsThreeTimesInTheEnd: DeviceFactory = (env) => new WaitsThreeTimesInTheEnd(env).boot();
