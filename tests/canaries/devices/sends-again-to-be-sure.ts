import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

const LATER_MS = 2_000;

/** Once more a while later, in case the edge forgot: on its acknowledgement nothing is said of a copy. */
class SendsAgainToBeSure extends PlainDevice {
  protected override async post(number: number, body: string): Promise<Heard> {
    const heard = await super.post(number, body);
    if (!this.isDone(number, heard) || heard.status === 409) return heard;
    await this.wait(LATER_MS);
    await super.post(number, body);
    return heard;
  }
}

export const sendsAgainToBeSure: DeviceFactory = (env) => new SendsAgainToBeSure(env).boot();
