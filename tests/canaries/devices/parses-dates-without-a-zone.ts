import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/**
 * Leaves dates to `Date.parse`, which takes one of asctime's (`Thu Jan  1 00:00:02 2026`), the only form of HTTP without a zone, for
 * local time.
 */
class ParsesDatesWithoutAZone extends PlainDevice {
  protected override retryAfterMs(header: string | null): number | null {
    const at = Date.parse(header ?? '');
    return /^\d+$/.test(header ?? '') || Number.isNaN(at)
      ? super.retryAfterMs(header)
      : at - this.env.clock.now();
  }
}

export const parsesDatesWithoutAZone: DeviceFactory = (env) => new ParsesDatesWithoutAZone(env).boot();
