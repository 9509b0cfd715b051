import type { DeviceFactory } from '../../../ports/index.ts';
import type { Heard } from '../plain-device.ts';
import { PlainDevice } from '../plain-device.ts';

/** The edge knows best when it is back, and is obeyed: of more than 2^31 milliseconds a timer makes one. */
class HandsAMonthToATimer extends PlainDevice {
  protected override delayMs(number: number, retry: number, heard: Heard): number {
    return Math.max(super.delayMs(number, retry, heard), heard.retryAfterMs ?? 0);
  }
}

export const handsAMonthToATimer: DeviceFactory = (env) => new HandsAMonthToATimer(env).boot();
