import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** One more than 2^53 is 2^53: from there on every reading has the same number. */
class CountsPastItsEnd extends PlainDevice {
  protected override isReady(): boolean {
    return true;
  }
}

export const countsPastItsEnd: DeviceFactory = (env) => new CountsPastItsEnd(env).boot();
