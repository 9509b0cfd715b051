import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** An answer that says "accepted" is believed, whichever reading it is about. */
class TakesAnyEcho extends PlainDevice {
  protected override isDone(number: number, heard: Heard): boolean {
    return (heard.status === 200 && heard.body.includes('"accepted"')) || super.isDone(number, heard);
  }
}

export const takesAnyEcho: DeviceFactory = (env) => new TakesAnyEcho(env).boot();
