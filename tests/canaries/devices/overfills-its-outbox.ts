import type { DeviceFactory, DeviceUnderTest } from '../../../sim/host/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** Readings that this device has memory for. */
const OUTBOX_MAX = 20;

/** Looks at its limit at the boot, when nothing is in the outbox, and never again. */
class OverfillsItsOutbox extends PlainDevice {
  override boot(): DeviceUnderTest {
    const device = super.boot();
    const full = this.outbox.size >= OUTBOX_MAX;
    return {
      ...device,
      ready: () => !full,
      outbox: () => ({ size: this.outbox.size, limit: OUTBOX_MAX }),
    };
  }
}

export const overfillsItsOutbox: DeviceFactory = (env) => new OverfillsItsOutbox(env).boot();
