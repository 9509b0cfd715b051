import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** Whatever is below 400 is no error, so it must have worked: a login page at the end of a redirect among it. */
class TakesRedirectsForDone extends PlainDevice {
  protected override isDone(number: number, heard: Heard): boolean {
    const { status } = heard;
    return (status !== null && status < 400 && heard.body.includes('<')) || super.isDone(number, heard);
  }
}

export const takesRedirectsForDone: DeviceFactory = (env) => new TakesRedirectsForDone(env).boot();
