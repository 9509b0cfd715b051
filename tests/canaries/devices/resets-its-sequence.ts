import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** The counter is a field: it begins at 0 again after each reboot, and old numbers stand for new readings. */
class ResetsItsSequence extends PlainDevice {
  #next = 0;

  protected override takeNumber(): number {
    this.#next += 1;
    return this.#next - 1;
  }
}

export const resetsItsSequence: DeviceFactory = (env) => new ResetsItsSequence(env).boot();
