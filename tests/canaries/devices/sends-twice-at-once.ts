import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** "UDP habits": each reading goes out twice at first, in case one is lost, and no log says that one is a copy. */
class SendsTwiceAtOnce extends PlainDevice {
  protected override async deliver(number: number, body: string): Promise<void> {
    void this.post(number, body);
    return super.deliver(number, body);
  }
}

export const sendsTwiceAtOnce: DeviceFactory = (env) => new SendsTwiceAtOnce(env).boot();
