import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** Patience before the same request is sent once more beside the first. */
const HEDGE_AFTER_MS = 200;

/**
 * Against slow answers it sends each request again after 200 ms, and takes whichever is answered first. No policy
 * allows a retry so soon, and no log says that it is a copy: an edge that is slow gets twice the load.
 */
class HedgesItsRequests extends PlainDevice {
  protected override async post(number: number, body: string): Promise<Heard> {
    const first = super.post(number, body);
    const early = await Promise.race([first, this.env.clock.sleep(HEDGE_AFTER_MS).then(() => null)]);
    if (early !== null) return early;
    const second = super.post(number, body);
    const heard = await Promise.race([first, second]);
    return heard.status === null ? second : heard;
  }
}

export const hedgesItsRequests: DeviceFactory = (env) => new HedgesItsRequests(env).boot();
