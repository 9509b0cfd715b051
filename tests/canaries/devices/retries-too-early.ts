import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** Draws its jitter a second time around the policy's delay, and so goes below what the policy promises. */
class RetriesTooEarly extends PlainDevice {
  protected override delayMs(number: number, retry: number, heard: Heard): number {
    return super.delayMs(number, retry, heard) * this.env.random.draw('jitter', number, retry);
  }
}

export const retriesTooEarly: DeviceFactory = (env) => new RetriesTooEarly(env).boot();
