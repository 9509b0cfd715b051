import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** A 200 that names the device is believed, whichever of its readings it is about. */
class TakesAnyEchoOfItsOwn extends PlainDevice {
  protected override isDone(number: number, heard: Heard): boolean {
    return (heard.status === 200 && heard.body.includes(`"${this.env.id}"`)) || super.isDone(number, heard);
  }
}

export const takesAnyEchoOfItsOwn: DeviceFactory = (env) => new TakesAnyEchoOfItsOwn(env).boot();
