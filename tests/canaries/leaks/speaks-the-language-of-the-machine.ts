import type { DeviceEnv, DeviceUnderTest } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** Writes a number as the machine's locale has it: `0.5` here, `0,5` there. */
class SpeaksTheLanguageOfTheMachine extends PlainDevice {
  protected override say(event: string, number: number): void {
    this.env.log('info', event, {
      device_id: this.env.id,
      sequence_id: number,
      waited: (number / 2).toLocaleString(),
    });
  }
}

export function createDevice(env: DeviceEnv): DeviceUnderTest {
  return new SpeaksTheLanguageOfTheMachine(env).boot();
}
