import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** Every 4xx is the fault of the client, everybody knows: 408 and 425 are not, and would be better the next time. */
class TakesAll4xxForPermanent extends PlainDevice {
  protected override isPermanent({ status }: Heard): boolean {
    return status !== null && status >= 400 && status < 500 && status !== 429;
  }
}

export const takesAll4xxForPermanent: DeviceFactory = (env) => new TakesAll4xxForPermanent(env).boot();
