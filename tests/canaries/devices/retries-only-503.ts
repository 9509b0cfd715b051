import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** Of all that a server may answer only 503 says "later": any other error is taken for the last word. */
class RetriesOnly503 extends PlainDevice {
  protected override isPermanent(heard: Heard): boolean {
    const { status } = heard;
    return status !== null && status >= 400 && status !== 503 && status !== 429;
  }
}

export const retriesOnly503: DeviceFactory = (env) => new RetriesOnly503(env).boot();
