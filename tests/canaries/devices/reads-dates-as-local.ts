import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** `Thu, 01 Jan 2026 00:00:02 GMT` by a pattern that has no place for the zone. */
class ReadsDatesAsLocal extends PlainDevice {
  protected override retryAfterMs(header: string | null): number | null {
    const [, day] = /^\w+, (.+) GMT$/.exec(header ?? '') ?? [];
    return day === undefined ? super.retryAfterMs(header) : Date.parse(day) - this.env.clock.now();
  }
}

export const readsDatesAsLocal: DeviceFactory = (env) => new ReadsDatesAsLocal(env).boot();
