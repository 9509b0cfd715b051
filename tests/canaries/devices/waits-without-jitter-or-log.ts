import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** The same in a client of its own, which announces no delay: it shows only in when the attempts come. */
class WaitsWithoutJitterOrLog extends PlainDevice {
  protected override delayMs(_number: number, retry: number): number {
    return this.env.policy.delayMs(retry, 0.5);
  }
}

export const waitsWithoutJitterOrLog: DeviceFactory = (env) => new WaitsWithoutJitterOrLog(env).boot();
