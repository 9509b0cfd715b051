import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** The condition that ends the loop compares with a setting that was renamed: undefined, so it is never true. */
class RetriesForEver extends PlainDevice {
  protected override async deliver(number: number, body: string): Promise<void> {
    for (let retry = 0; ; retry += 1) {
      const heard: Heard = await this.post(number, body);
      if (this.isDone(number, heard)) return this.acknowledged(number, heard);
      if (this.isPermanent(heard)) return this.rejected(number);
      await this.env.clock.sleep(this.delayMs(number, retry, heard));
    }
  }
}

export const retriesForEver: DeviceFactory = (env) => new RetriesForEver(env).boot();
