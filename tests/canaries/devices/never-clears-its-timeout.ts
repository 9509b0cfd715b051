import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

const LIMIT_MS = 30_000;

/** Gives each request half a minute, and leaves the timer running when the answer is there. */
class NeverClearsItsTimeout extends PlainDevice {
  protected override post(number: number, body: string): Promise<Heard> {
    const tooLate = this.env.clock
      .sleep(LIMIT_MS)
      .then((): Heard => ({ status: null, body: '', retryAfterMs: null }));
    return Promise.race([super.post(number, body), tooLate]);
  }
}

export const neverClearsItsTimeout: DeviceFactory = (env) => new NeverClearsItsTimeout(env).boot();
