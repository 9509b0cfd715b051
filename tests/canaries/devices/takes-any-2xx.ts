import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** 2xx is success, everybody knows: so is the login page of a captive portal. */
class TakesAny2xx extends PlainDevice {
  protected override isDone(number: number, heard: Heard): boolean {
    const { status } = heard;
    return (status !== null && status >= 200 && status < 300) || super.isDone(number, heard);
  }
}

export const takesAny2xx: DeviceFactory = (env) => new TakesAny2xx(env).boot();
