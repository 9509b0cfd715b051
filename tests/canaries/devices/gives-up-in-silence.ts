import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** After the last retry the reading is dropped, and nobody is told. */
class GivesUpInSilence extends PlainDevice {
  protected override exhausted(number: number): void {
    this.forget(number);
  }
}

export const givesUpInSilence: DeviceFactory = (env) => new GivesUpInSilence(env).boot();
