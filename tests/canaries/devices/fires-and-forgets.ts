import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** Counts a reading as delivered once the request is on its way. */
class FiresAndForgets extends PlainDevice {
  protected override async deliver(number: number, body: string): Promise<void> {
    void this.post(number, body);
    this.acknowledged(number, { status: null, body: '', retryAfterMs: null });
    return Promise.resolve();
  }
}

export const firesAndForgets: DeviceFactory = (env) => new FiresAndForgets(env).boot();
