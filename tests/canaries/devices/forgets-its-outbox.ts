import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** The numbers are on the disk, the readings are not: what waits when the power goes is gone. */
class ForgetsItsOutbox extends PlainDevice {
  protected override keep(number: number, body: string): void {
    this.outbox.set(number, body);
  }
}

export const forgetsItsOutbox: DeviceFactory = (env) => new ForgetsItsOutbox(env).boot();
