import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** What fails is parked, and what is parked is sent: no delay is ever kept, by another name than a retry. */
class ParksAndSendsAtOnce extends PlainDevice {
  protected override async deliver(number: number, body: string): Promise<void> {
    for (;;) {
      const heard = await this.post(number, body);
      if (this.isDone(number, heard)) return this.acknowledged(number, heard);
      if (this.isPermanent(heard)) return this.rejected(number);
      this.say('telemetry_parked', number);
      await this.env.clock.sleep(100);
    }
  }
}

export const parksAndSendsAtOnce: DeviceFactory = (env) => new ParksAndSendsAtOnce(env).boot();
