import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** The loop of retries was lost when the code was moved: the first failure is said to be the last. */
class ExhaustedAtOnce extends PlainDevice {
  protected override async deliver(number: number, body: string): Promise<void> {
    const heard = await this.post(number, body);
    if (this.isDone(number, heard)) this.acknowledged(number, heard);
    else if (this.isPermanent(heard)) this.rejected(number);
    else this.exhausted(number);
  }
}

export const exhaustedAtOnce: DeviceFactory = (env) => new ExhaustedAtOnce(env).boot();
