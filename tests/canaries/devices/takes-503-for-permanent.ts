import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** "Anything from 400 up is an error": a reading that was only shed is thrown away as one that was refused. */
class Takes503ForPermanent extends PlainDevice {
  protected override isPermanent({ status }: Heard): boolean {
    return status !== null && status >= 400;
  }
}

export const takes503ForPermanent: DeviceFactory = (env) => new Takes503ForPermanent(env).boot();
