import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

const MONTH_MS = 30 * 86_400_000;

/** Meant to try for a month. A timer takes 2^31 − 1 ms, 25 days; what is more fires at once. */
class ParksAfterAMonth extends PlainDevice {
  protected override async deliver(number: number, body: string): Promise<void> {
    this.env.clock.setTimeout(() => {
      if (this.outbox.has(number)) this.exhausted(number);
    }, MONTH_MS);
    await super.deliver(number, body);
  }
}

export const parksAfterAMonth: DeviceFactory = (env) => new ParksAfterAMonth(env).boot();
