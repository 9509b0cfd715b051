import type { DeviceFactory, DeviceUnderTest } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** Looks at its limit at the boot, when nothing is in the outbox, and never again. */
class OverfillsItsOutbox extends PlainDevice {
  #full = false;

  protected override isFull(): boolean {
    return this.#full;
  }

  override boot(): DeviceUnderTest {
    const device = super.boot();
    this.#full = super.isFull();
    return device;
  }
}

export const overfillsItsOutbox: DeviceFactory = (env) => new OverfillsItsOutbox(env).boot();
