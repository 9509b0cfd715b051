import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** Keeps no number: each boot counts on from the second in which it comes, which no two boots share where clocks are set. */
class NumbersByTheSecond extends PlainDevice {
  #next = Math.floor(this.env.clock.now() / 1000);

  protected override takeNumber(): number {
    this.#next += 1;
    return this.#next - 1;
  }
}

export const numbersByTheSecond: DeviceFactory = (env) => new NumbersByTheSecond(env).boot();
