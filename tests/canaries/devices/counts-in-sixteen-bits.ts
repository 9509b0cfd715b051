import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

const NUMBERS = 2 ** 16;

/** After 65,535 comes 0: at one reading a minute the edge has had that number for a month and a half. */
class CountsInSixteenBits extends PlainDevice {
  protected override takeNumber(): number {
    return super.takeNumber() % NUMBERS;
  }
}

export const countsInSixteenBits: DeviceFactory = (env) => new CountsInSixteenBits(env).boot();
